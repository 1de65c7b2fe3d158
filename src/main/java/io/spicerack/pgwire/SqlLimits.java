package io.spicerack.pgwire;

import java.time.Duration;

/**
 * What the clients of the SQL door may take, all together and each.
 *
 * @param connections open at a time
 * @param perPrincipal of those, of one principal
 * @param statements that run at a time; more wait
 * @param messageBytes of one message at most
 * @param rows of one answer; 0 for no limit
 * @param memory bytes of one statement in the engine
 */
public record SqlLimits(
        int connections, int perPrincipal, int statements, int messageBytes, long rows, long memory, Times times) {
    /**
     * How long each may take.
     *
     * @param login from the first byte until a client has logged in
     * @param message until a message that has begun is there whole
     * @param statement zero for no limit
     * @param idle between two messages
     * @param take how long a client may take nothing of its answer
     */
    public record Times(Duration login, Duration message, Duration statement, Duration idle, Duration take) {
        public static final Times DEFAULT = new Times(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofMinutes(1));
    }

    public static final SqlLimits DEFAULT = new SqlLimits(100, 20, 8, 1 << 20, 0, 512L << 20, Times.DEFAULT);

    long mostRows() {
        return rows == 0 ? Long.MAX_VALUE : rows;
    }
}
