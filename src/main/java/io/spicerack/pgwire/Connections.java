package io.spicerack.pgwire;

import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The connections of the door: how many there are, whose, and what cancels what they run. Thread-safe. */
final class Connections {
    /** Of all messages that are not answered yet. */
    private static final long MOST_HELD = 64L << 20;

    private record Key(int secret, OpenClient connection) {}

    private final SqlLimits limits;
    private final KeptMemory kept;
    private final SecureRandom random;
    private final Set<OpenClient> open = ConcurrentHashMap.newKeySet();
    private final Set<OpenClient> turnedAway = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong held = new AtomicLong();
    private final Map<String, Integer> ofPrincipals = new ConcurrentHashMap<>();
    private final Map<Integer, Key> keys = new ConcurrentHashMap<>();

    Connections(SqlLimits limits, SecureRandom random) {
        this.limits = limits;
        this.kept = new KeptMemory(limits);
        this.random = random;
    }

    /** Each that is open, and each that still hears why it is not let in. */
    void forEach(Consumer<OpenClient> act) {
        open.forEach(act);
        turnedAway.forEach(act);
    }

    /** False where there are too many. */
    boolean enter(OpenClient connection) {
        if (count.incrementAndGet() > limits.connections()) {
            count.decrementAndGet();
            return false;
        }
        open.add(connection);
        return true;
    }

    /**
     * Looks after one that is not let in until it has heard why; false where so many hear it just now that it has to go without a
     * word.
     */
    boolean turnAway(OpenClient connection) {
        return turnedAway.size() < limits.connections() && turnedAway.add(connection);
    }

    void leave(OpenClient connection) {
        if (open.remove(connection)) {
            count.decrementAndGet();
        }
        turnedAway.remove(connection);
    }

    /** Counts a connection as one of a principal's; {@link #leave(String)} ends that. */
    void enter(String principal) throws FatalException {
        if (ofPrincipals.merge(principal, 1, Integer::sum) > limits.perPrincipal()) {
            leave(principal);
            throw new FatalException(
                    SqlState.TOO_MANY_CONNECTIONS,
                    "too many connections of this user: " + limits.perPrincipal()
                            + " are open, the most (spicerack.sql.connections-per-principal)");
        }
    }

    void leave(String principal) {
        ofPrincipals.computeIfPresent(principal, (name, number) -> number == 1 ? null : number - 1);
    }

    /** Gives a connection the numbers that cancel what it runs: the first tells which, the second that one may. */
    int[] key(OpenClient connection) {
        int secret = random.nextInt();
        int process;
        do {
            process = random.nextInt(Integer.MAX_VALUE);
        } while (keys.putIfAbsent(process, new Key(secret, connection)) != null);
        return new int[] {process, secret};
    }

    void forget(int process) {
        keys.remove(process);
    }

    /** False where the numbers are no connection's. */
    boolean cancel(int process, int secret) {
        Key key = keys.get(process);
        if (key == null || !MessageDigest.isEqual(bytes(key.secret()), bytes(secret))) {
            return false;
        }
        key.connection().cancel(new QueryRefusal(SqlState.QUERY_CANCELED, "canceling statement due to user request"));
        return true;
    }

    KeptMemory kept() {
        return kept;
    }

    /** Takes note of bytes that are held, or no longer; false where there are too many. */
    boolean hold(long more) {
        return held.addAndGet(more) <= MOST_HELD;
    }

    private static byte[] bytes(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }
}
