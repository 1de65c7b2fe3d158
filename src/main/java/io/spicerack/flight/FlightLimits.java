package io.spicerack.flight;

import java.time.Duration;

/**
 * What the clients of the Flight port may take, all together and each.
 *
 * @param connections open at a time
 * @param perPrincipal of those, of one principal
 * @param threads how many statements are worked on at a time; more wait
 * @param messageBytes of one message at most
 * @param arrowBytes of vectors, outside of the heap, of all answers together
 * @param statement what each may take
 */
public record FlightLimits(
        int connections,
        int perPrincipal,
        int threads,
        int messageBytes,
        long arrowBytes,
        Statement statement,
        Times times) {
    /**
     * Of one statement.
     *
     * @param rows of its answer; 0 for no limit
     * @param memory bytes in the engine
     * @param time zero for no limit
     */
    public record Statement(long rows, long memory, Duration time) {
        long mostRows() {
            return rows == 0 ? Long.MAX_VALUE : rows;
        }
    }

    /**
     * How long each may take.
     *
     * @param login from the first byte until a client has logged in
     * @param message until a request that has begun is there whole
     * @param idle between two calls of a connection, and of a token
     * @param take how long a client may take nothing of its answer
     * @param token how long a token opens the port, however often it is used
     */
    public record Times(Duration login, Duration message, Duration idle, Duration take, Duration token) {
        public static final Times DEFAULT = new Times(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(30),
                Duration.ofMinutes(1),
                Duration.ofHours(12));
    }

    public static final FlightLimits DEFAULT = new FlightLimits(
            100, 20, 8, 1 << 20, 64L << 20, new Statement(0, 512L << 20, Duration.ofMinutes(5)), Times.DEFAULT);
}
