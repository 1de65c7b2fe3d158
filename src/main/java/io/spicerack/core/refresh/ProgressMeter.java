package io.spicerack.core.refresh;

import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.RefreshEstimate;
import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Measures one refresh. The threads of its parts write; any thread reads a slightly old picture. */
public final class ProgressMeter {
    private static final Duration KEEP_EVERY = Duration.ofSeconds(10);

    private final Ticker ticker;
    private final Moment started;
    private volatile RefreshEstimate expected = RefreshEstimate.UNKNOWN;
    private final LongAdder read = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private Moment kept;

    public ProgressMeter(Ticker ticker) {
        this.ticker = ticker;
        this.started = ticker.now();
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
        return ticker.since(started);
    }

    /** True once every ten seconds: the catalog and the log get a picture then. */
    public synchronized boolean worthKeeping() {
        if (ticker.since(kept).compareTo(KEEP_EVERY) < 0) {
            return false;
        }
        kept = ticker.now();
        return true;
    }

    /** How far it is; {@code waiting} is for how long the source has sent nothing of what it is asked for. */
    public RefreshProgress progress(DataSetId dataSet, IngestionId ingestion, Duration waiting) {
        return new RefreshProgress(
                dataSet,
                ingestion,
                read.sum(),
                rows.sum(),
                bytes.sum(),
                expected,
                new RefreshProgress.Times(elapsed(), waiting));
    }
}
