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
 * @param bodyBytes of one request; those of all together may have 64 times as many
 */
public record HttpLimits(
        Duration requestTimeout,
        Duration takeTimeout,
        int connections,
        int requests,
        int streams,
        int workers,
        int bodyBytes) {
    public static final HttpLimits DEFAULT =
            new HttpLimits(Duration.ofSeconds(30), Duration.ofMinutes(10), 10_000, 4_000, 32, 32, 1 << 20);

    private static final int BODIES = 64;

    public HttpLimits withRequestTimeout(Duration timeout) {
        return new HttpLimits(timeout, takeTimeout, connections, requests, streams, workers, bodyBytes);
    }

    public HttpLimits withTakeTimeout(Duration timeout) {
        return new HttpLimits(requestTimeout, timeout, connections, requests, streams, workers, bodyBytes);
    }

    public HttpLimits withStreams(int most) {
        return new HttpLimits(requestTimeout, takeTimeout, connections, requests, most, workers, bodyBytes);
    }

    long allBodyBytes() {
        return (long) BODIES * bodyBytes;
    }
}
