package io.spicerack.http;

import java.time.Duration;

/**
 * What the clients of one port may take, all together and each.
 *
 * @param requestTimeout until a request has to be there whole; an idle connection is closed after as long
 * @param takeTimeout how long a client may take nothing of its answer
 * @param connections open at a time; one more is closed at once
 * @param requests held at a time
 * @param streams answers at a time that are made while they are taken
 * @param workers threads that answer
 */
public record HttpLimits(
        Duration requestTimeout,
        Duration takeTimeout,
        int connections,
        int requests,
        int streams,
        int workers,
        Bodies bodies) {
    public static final HttpLimits DEFAULT = new HttpLimits(
            Duration.ofSeconds(30), Duration.ofMinutes(10), 10_000, 4_000, 32, 32, new Bodies(1 << 20, 64 << 20));

    /**
     * Of requests.
     *
     * @param each bytes of one at most
     * @param all bytes of those together that are held at a time
     */
    public record Bodies(int each, long all) {}

    public HttpLimits withRequestTimeout(Duration timeout) {
        return new HttpLimits(timeout, takeTimeout, connections, requests, streams, workers, bodies);
    }

    public HttpLimits withTakeTimeout(Duration timeout) {
        return new HttpLimits(requestTimeout, timeout, connections, requests, streams, workers, bodies);
    }

    public HttpLimits withStreams(int most) {
        return new HttpLimits(requestTimeout, takeTimeout, connections, requests, most, workers, bodies);
    }
}
