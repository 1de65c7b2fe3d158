package io.spicerack.flight;

import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import io.spicerack.pgwire.SqlUsers;
import io.spicerack.query.QueryCaller;
import io.spicerack.scram.ScramVerifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands for a password after the log-in: random, known by its digest alone, gone with the service. It opens nothing once
 * its time is over, nobody has used it for a while, or the password that it was given for is another one. Thread-safe.
 */
final class BearerTokens {
    private static final int BYTES = 32;

    /** Of one principal; the one that was used least recently makes room. */
    private static final int MOST_OF_ONE = 100;

    private record Known(QueryCaller caller, ByteBuffer password, Moment made, Moment used) {}

    private final SqlUsers users;
    private final FlightLimits.Times times;
    private final Ticker ticker;
    private final SecureRandom random;
    private final Map<ByteBuffer, Known> known = new HashMap<>();

    BearerTokens(SqlUsers users, FlightLimits.Times times, Ticker ticker, SecureRandom random) {
        this.users = users;
        this.times = times;
        this.ticker = ticker;
        this.random = random;
    }

    /**
     * A new one.
     *
     * @param password what its caller has proven
     */
    synchronized String make(QueryCaller caller, ScramVerifier password) {
        known.values().removeIf(this::isOver);
        List<Map.Entry<ByteBuffer, Known>> own = known.entrySet().stream()
                .filter(each -> each.getValue().caller().principal().equals(caller.principal()))
                .toList();
        if (own.size() >= MOST_OF_ONE) {
            own.stream()
                    .max(Comparator.comparing(
                            each -> ticker.since(each.getValue().used())))
                    .ifPresent(oldest -> known.remove(oldest.getKey()));
        }
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        Moment now = ticker.now();
        known.put(digest(token), new Known(caller, digest(password.text()), now, now));
        return token;
    }

    /** Whose it is; empty where it opens nothing. */
    Optional<QueryCaller> caller(String token) {
        ByteBuffer digest = digest(token);
        Optional<Known> found = used(digest);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        boolean same = users.verifier(found.get().caller().principal())
                .map(now -> digest(now.text()).equals(found.get().password()))
                .orElse(false);
        if (!same) {
            forget(digest);
            return Optional.empty();
        }
        return Optional.of(found.get().caller());
    }

    private synchronized Optional<Known> used(ByteBuffer digest) {
        Known found = known.get(digest);
        if (found == null || isOver(found)) {
            known.remove(digest);
            return Optional.empty();
        }
        known.put(digest, new Known(found.caller(), found.password(), found.made(), ticker.now()));
        return Optional.of(found);
    }

    private synchronized void forget(ByteBuffer digest) {
        known.remove(digest);
    }

    private boolean isOver(Known token) {
        return ticker.since(token.made()).compareTo(times.token()) >= 0
                || ticker.since(token.used()).compareTo(times.idle()) >= 0;
    }

    /** Digests of random bits may be compared by a table: how long that takes tells nothing of others. */
    private static ByteBuffer digest(String text) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
