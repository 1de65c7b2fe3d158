package io.spicerack.core.refresh;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.SourceReadRecord;
import io.spicerack.core.sources.SourceReading;
import io.spicerack.model.DataSetId;
import io.spicerack.model.RefreshEstimate;
import io.spicerack.model.SourceUse;
import io.spicerack.source.Estimate;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a refresh is expected to be: the data set's last refresh, grown or shrunk as the source's planner sees its tables
 * grow or shrink; where there was none, the planner's own word and the pace of others that read the same source.
 * Thread-safe.
 */
final class Expectations {
    /** Enough to have small ones and large ones among them. */
    private static final int PACE_READS = 50;

    /** Planners are wrong by more than that before tables do so from one refresh to the next. */
    private static final double MOST_GROWTH = 16;

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
                    .orElseGet(() ->
                            new Pace(Duration.ZERO, large.time().toMillis() / (double) large.bytes(), large.bytes())));
        }

        /** Empty for what is too large to be told from what was read. */
        Optional<Duration> of(long bytes) {
            return bytes / MOST_GROWTH > largest
                    ? Optional.empty()
                    : Optional.of(fixed.plusMillis(Math.round(bytes * millisPerByte)));
        }
    }

    private final Catalog catalog;

    Expectations(Catalog catalog) {
        this.catalog = catalog;
    }

    /** @param whole all rows are read, rather than those of a look-back window: the one says nothing of the other */
    RefreshEstimate of(DataSetId dataSet, SourceReading reading, Estimate planned, boolean whole) {
        Optional<SourceReadRecord> last =
                catalog.read(tx -> tx.sourceReads().lastCompleted(dataSet, reading.dataSource(), whole));
        Optional<Pace> pace =
                Pace.of(catalog.read(tx -> tx.sourceReads().ofCurrent(reading.dataSource(), PACE_READS)).stream()
                        .flatMap(read -> Stream.ofNullable(read.used()))
                        .toList());
        return slowed(last.map(before -> after(before, planned, pace)).orElseGet(() -> first(planned, pace)), reading);
    }

    private static RefreshEstimate after(SourceReadRecord last, Estimate planned, Optional<Pace> pace) {
        SourceUse used = last.used();
        if (used == null) {
            return first(planned, pace);
        }
        double growth = 1;
        if (planned.rows().isPresent() && last.plannedRows().orElse(0) > 0) {
            growth = planned.rows().getAsLong() / (double) last.plannedRows().getAsLong();
        }
        if (growth > MOST_GROWTH || growth < 1 / MOST_GROWTH) {
            return first(planned, pace);
        }
        double longer = used.bytes() < Pace.TELLING_BYTES ? 1 : growth;
        Duration fixed = pace.map(Pace::fixed)
                .filter(cost -> cost.compareTo(used.time()) < 0)
                .orElse(Duration.ZERO);
        return new RefreshEstimate(
                OptionalLong.of(Math.round(used.rows() * growth)),
                OptionalLong.of(Math.round(used.bytes() * growth)),
                Optional.of(fixed.plusMillis(Math.round(used.time().minus(fixed).toMillis() * longer))));
    }

    private static RefreshEstimate first(Estimate planned, Optional<Pace> pace) {
        Optional<Duration> time = planned.bytes().isEmpty()
                ? Optional.empty()
                : pace.flatMap(known -> known.of(planned.bytes().getAsLong()));
        return new RefreshEstimate(planned.rows(), planned.bytes(), time);
    }

    /** Not faster than the source's budget lets it read. */
    private static RefreshEstimate slowed(RefreshEstimate expected, SourceReading reading) {
        Optional<Long> rate = reading.budget().bytesPerSecond();
        if (rate.isEmpty() || expected.bytes().isEmpty()) {
            return expected;
        }
        Duration least = Duration.ofMillis(expected.bytes().getAsLong() * 1000 / rate.get());
        Duration time =
                expected.time().filter(known -> known.compareTo(least) > 0).orElse(least);
        return new RefreshEstimate(expected.rows(), expected.bytes(), Optional.of(time));
    }

    /** For people. */
    static String words(RefreshEstimate expected) {
        String rows = expected.rows().isEmpty()
                ? "unknown rows"
                : String.format(Locale.ROOT, "%,d rows", expected.rows().getAsLong());
        String bytes = expected.bytes().isEmpty()
                ? ""
                : String.format(Locale.ROOT, ", %,d bytes", expected.bytes().getAsLong());
        return rows
                + bytes
                + expected.time()
                        .map(time -> String.format(Locale.ROOT, ", %.1f s", time.toMillis() / 1000.0))
                        .orElse("");
    }
}
