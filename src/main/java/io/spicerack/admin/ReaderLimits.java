package io.spicerack.admin;

import io.spicerack.http.HttpLimits;
import java.time.Duration;

/**
 * What those that read rows over the management port may take.
 *
 * @param most at a time
 * @param megabytes of decoded rows that they hold, all together
 * @param takeTimeout how long a client may take nothing of its rows
 */
public record ReaderLimits(int most, int megabytes, Duration takeTimeout) {
    private static final int MOST_READERS = 1_000;
    private static final int LEAST_MEGABYTES = 16;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    public static final ReaderLimits DEFAULT = new ReaderLimits(32, 128, Duration.ofMinutes(10));

    public ReaderLimits {
        if (most < 1 || most > MOST_READERS) {
            throw new IllegalArgumentException(
                    "spicerack.management.readers is " + most + "; it must be 1 to " + MOST_READERS);
        }
        if (megabytes < LEAST_MEGABYTES) {
            throw new IllegalArgumentException("spicerack.management.reader-megabytes is " + megabytes
                    + "; it must be at least " + LEAST_MEGABYTES + ", and leave room in the heap for refreshes");
        }
        if (takeTimeout.compareTo(SHORTEST) < 0 || takeTimeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "spicerack.management.take-timeout is " + takeTimeout + "; it must be from 1 s to 1 h");
        }
    }

    HttpLimits http() {
        return HttpLimits.DEFAULT.withStreams(most).withTakeTimeout(takeTimeout);
    }
}
