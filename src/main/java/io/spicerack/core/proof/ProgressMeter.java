package io.spicerack.core.proof;

import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.RefreshEstimate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/** Measures one refresh. The threads of its parts write; any thread reads a slightly old picture. */
public final class ProgressMeter {
    private static final Duration KEEP_EVERY = Duration.ofSeconds(10);

    private final Clock clock;
    private final Instant started;
    private volatile RefreshEstimate expected = RefreshEstimate.UNKNOWN;
    private final LongAdder read = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private Instant kept;

    public ProgressMeter(Clock clock) {
        this.clock = clock;
        this.started = clock.instant();
        this.kept = started;
    }

    public void expect(RefreshEstimate estimate) {
        expected = estimate;
    }

    void read(int more) {
        read.add(more);
    }

    public void sealed(int moreRows, long moreBytes) {
        rows.add(moreRows);
        bytes.add(moreBytes);
    }

    public Duration elapsed() {
        return Duration.between(started, clock.instant());
    }

    /** True once every ten seconds: the catalog and the log get a picture then. */
    public synchronized boolean worthKeeping() {
        Instant now = clock.instant();
        if (Duration.between(kept, now).compareTo(KEEP_EVERY) < 0) {
            return false;
        }
        kept = now;
        return true;
    }

    public RefreshProgress progress(DataSetId dataSet, IngestionId ingestion) {
        return new RefreshProgress(dataSet, ingestion, read.sum(), rows.sum(), bytes.sum(), expected, elapsed());
    }
}
