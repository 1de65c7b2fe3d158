package io.spicerack.ops;

import io.spicerack.core.refresh.RefreshProgress;

/** One refresh in flight as JMX shows it: getters become the items of a CompositeData. Immutable. */
public final class RunningIngestion {
    private final RefreshProgress progress;

    RunningIngestion(RefreshProgress progress) {
        this.progress = progress;
    }

    public String getDataSet() {
        return progress.dataSet().value();
    }

    public String getIngestion() {
        return progress.ingestion().value();
    }

    /** Rows sealed so far. */
    public long getRows() {
        return progress.rows();
    }

    /** Rows per second since the refresh began. */
    public double getRowsPerSecond() {
        return progress.rowsPerSecond();
    }

    /** The share done, 0 to 0.99; -1 where the source gave no estimate. */
    public double getShare() {
        return progress.share().orElse(-1);
    }

    /** Seconds to go if the pace stays and the estimate is right; -1 where neither is known. */
    public long getEtaSeconds() {
        return progress.secondsToGo().orElse(-1);
    }

    /** Bytes sealed so far. */
    public long getBytes() {
        return progress.bytes();
    }
}
