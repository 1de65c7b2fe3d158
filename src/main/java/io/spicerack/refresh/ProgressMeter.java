package io.spicerack.refresh;

import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** Measures one refresh. The refresh's thread writes; any thread reads a slightly old picture. */
final class ProgressMeter {
    private static final Duration KEEP_EVERY = Duration.ofSeconds(10);

    private final Clock clock;
    private final Instant started;
    private volatile long expected = -1;
    private volatile long read;
    private volatile long rows;
    private volatile long bytes;
    private Instant kept;

    ProgressMeter(Clock clock) {
        this.clock = clock;
        this.started = clock.instant();
        this.kept = started;
    }

    void expect(OptionalLong estimate) {
        expected = estimate.orElse(-1);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void read(int more) {
        read += more;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void sealed(int more, long bytesInAll) {
        rows += more;
        bytes = bytesInAll;
    }

    Duration elapsed() {
        return Duration.between(started, clock.instant());
    }

    /** True once every ten seconds: the catalog and the log get a picture then. */
    boolean worthKeeping() {
        Instant now = clock.instant();
        if (Duration.between(kept, now).compareTo(KEEP_EVERY) < 0) {
            return false;
        }
        kept = now;
        return true;
    }

    RefreshProgress progress(DataSetId dataSet, IngestionId ingestion) {
        OptionalLong estimate = expected < 0 ? OptionalLong.empty() : OptionalLong.of(expected);
        return new RefreshProgress(dataSet, ingestion, read, rows, bytes, estimate, elapsed());
    }
}
