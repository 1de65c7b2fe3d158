package io.spicerack.core.refresh;

import io.spicerack.model.SourceUse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How long refreshes of a source take: what each costs whatever it reads, and what each byte adds. Immutable.
 *
 * @param fixed what a refresh takes that reads next to nothing
 * @param millisPerByte beyond that
 * @param largest the most bytes that it was learnt from
 */
record Pace(Duration fixed, double millisPerByte, long largest) {
    /** Less than this is read in the time that connecting takes, and says nothing of a pace. */
    static final long TELLING_BYTES = 1 << 20;

    /** What is so much larger than anything that was read may go at any pace. */
    private static final int MOST_GROWTH = 16;

    /** Reads whose sizes differ by less do not tell the two apart. */
    private static final int APART = 4;

    /** From what refreshes of the same source have taken; empty where all of them were small. */
    static Optional<Pace> of(List<SourceUse> reads) {
        Optional<SourceUse> largest = reads.stream()
                .max(Comparator.comparingLong(SourceUse::bytes))
                .filter(use -> use.bytes() >= TELLING_BYTES);
        return largest.map(large -> reads.stream()
                .filter(use -> use.bytes() <= large.bytes() / APART)
                .map(SourceUse::time)
                .min(Comparator.naturalOrder())
                .filter(small -> small.compareTo(large.time()) < 0)
                .map(small -> new Pace(
                        small, large.time().minus(small).toMillis() / (double) large.bytes(), large.bytes()))
                .orElseGet(() -> new Pace(
                        Duration.ZERO, large.time().toMillis() / (double) large.bytes(), large.bytes())));
    }

    /** Empty for what is too large to be told from what was read. */
    Optional<Duration> of(long bytes) {
        return bytes / MOST_GROWTH > largest
                ? Optional.empty()
                : Optional.of(fixed.plusMillis(Math.round(bytes * millisPerByte)));
    }
}
