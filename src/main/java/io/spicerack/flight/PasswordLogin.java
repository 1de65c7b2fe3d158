package io.spicerack.flight;

import io.spicerack.pgwire.SqlUsers;
import io.spicerack.query.QueryCaller;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import io.spicerack.scram.ScramVerifier;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Exchanges a user's password for a token. Thread-safe. */
final class PasswordLogin {
    private static final String BASIC = "Basic ";

    /** Telling a password takes milliseconds of a core: whoever guesses takes no more than one. */
    private static final int AT_A_TIME = 1;

    private static final long MOST_WAIT_SECONDS = 5;

    private record Credentials(String user, String password) {}

    private final SqlUsers users;
    private final FlightConnections connections;
    private final BearerTokens tokens;
    private final byte[] nobody = new byte[32];
    private final Semaphore telling = new Semaphore(AT_A_TIME, true);

    PasswordLogin(SqlUsers users, FlightConnections connections, BearerTokens tokens, SecureRandom random) {
        this.users = users;
        this.connections = connections;
        this.tokens = tokens;
        random.nextBytes(nobody);
    }

    /**
     * A token for what stands in the header {@code authorization}.
     *
     * @param application what the client says it is, for the record
     */
    String token(String authorization, FlightConnection connection, String application) throws QueryRefusal {
        Credentials given = read(authorization).orElseThrow(() -> refused("no user and password", connection));
        Optional<ScramVerifier> kept = users.verifier(given.user());
        // as long for a user who is not there
        ScramVerifier verifier = kept.orElseGet(() -> ScramVerifier.ofNobody(given.user(), nobody));
        if (!tells(verifier, given.password()) || kept.isEmpty()) {
            throw refused("wrong user or password", connection);
        }
        connections.enter(connection, given.user());
        QueryCaller caller = users.caller(given.user(), connection.address(), application);
        return tokens.make(caller, verifier);
    }

    private boolean tells(ScramVerifier verifier, String password) throws QueryRefusal {
        try {
            if (!telling.tryAcquire(MOST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new QueryRefusal(
                        SqlState.TOO_MANY_CONNECTIONS, "too many clients log in at this moment. Try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryRefusal(SqlState.ADMIN_SHUTDOWN, "the service is stopping");
        }
        try {
            return verifier.isOf(password);
        } finally {
            telling.release();
        }
    }

    /** The same for a user who is not there and a password that is wrong. */
    private QueryRefusal refused(String reason, FlightConnection connection) {
        users.refused(reason, connection.address());
        return new QueryRefusal(
                SqlState.INVALID_PASSWORD,
                "password authentication failed; log in with the user and password of a principal (Basic)");
    }

    private static Optional<Credentials> read(String authorization) {
        if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            String both = new String(
                    Base64.getDecoder()
                            .decode(authorization.substring(BASIC.length()).strip()),
                    StandardCharsets.UTF_8);
            int colon = both.indexOf(':');
            return colon <= 0
                    ? Optional.empty()
                    : Optional.of(new Credentials(both.substring(0, colon), both.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
