package io.spicerack.pgwire;

import io.spicerack.query.SqlState;
import java.time.Duration;
import java.util.Optional;

/**
 * How long nothing has moved on a connection, and what that ends: a login that nobody finishes, half a message, a client that asks
 * for nothing or takes nothing, one that stays when all was said. It is a look at one moment, made anew at each tick, and closes
 * nothing itself. Immutable.
 *
 * @param waited since a byte came or was taken
 */
record Stillness(Duration waited, SqlLimits.Times times) {
    private static final Duration SETTLED = Duration.ofSeconds(1);
    private static final Duration LINGER = Duration.ofSeconds(5);

    /** Whether the client has surely taken an answer that was finished. */
    boolean isSettled() {
        return reaches(SETTLED);
    }

    /** Whether a client that takes nothing has had its time. */
    boolean endsTaking() {
        return reaches(times.take());
    }

    /** Whether a client to which all was said has had its time to go. */
    boolean endsLingering() {
        return reaches(LINGER);
    }

    /** Why it ends while nobody has logged in, where it does. */
    Optional<FatalException> endsLogin() {
        return reaches(times.login())
                ? Optional.of(new FatalException(
                        SqlState.PROTOCOL_VIOLATION,
                        "nobody has logged in within " + times.login().toSeconds() + " s"))
                : Optional.empty();
    }

    /**
     * Why it ends between two messages, where it does.
     *
     * @param half whether a part of a message has come
     */
    Optional<FatalException> endsTalk(boolean half) {
        if (half && reaches(times.message())) {
            return Optional.of(new FatalException(
                    SqlState.PROTOCOL_VIOLATION,
                    "a message was not there whole within " + times.message().toSeconds() + " s"));
        }
        return reaches(times.idle())
                ? Optional.of(new FatalException(
                        SqlState.IDLE_SESSION_TIMEOUT,
                        "terminating connection due to idle-session timeout: nothing was asked for "
                                + times.idle().toSeconds() + " s (spicerack.sql.idle-timeout)"))
                : Optional.empty();
    }

    private boolean reaches(Duration most) {
        return waited.compareTo(most) >= 0;
    }
}
