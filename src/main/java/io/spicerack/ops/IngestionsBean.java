package io.spicerack.ops;

import io.spicerack.core.Spice;
import io.spicerack.core.refresh.RunningRefresh;
import io.spicerack.model.IngestionStatus;
import java.util.List;

/** Thread-safe. */
final class IngestionsBean implements IngestionsMXBean {
    private final Spice spice;
    private final IngestionTally tally;

    IngestionsBean(Spice spice, IngestionTally tally) {
        this.spice = spice;
        this.tally = tally;
    }

    @Override
    public List<RunningIngestion> getRunning() {
        return spice.ingestions().running().stream()
                .map(RunningRefresh::progress)
                .map(RunningIngestion::new)
                .toList();
    }

    @Override
    public long getCompleted() {
        return tally.total(IngestionStatus.COMPLETED);
    }

    @Override
    public long getFailed() {
        return tally.total(IngestionStatus.FAILED);
    }
}
