package io.spicerack.ops;

import io.spicerack.core.queue.Ingestions;
import io.spicerack.core.refresh.RunningRefresh;
import io.spicerack.model.IngestionStatus;
import java.util.List;

/** Thread-safe. */
final class IngestionsBean implements IngestionsMXBean {
    private final Ingestions ingestions;
    private final IngestionTally tally;

    IngestionsBean(Ingestions ingestions, IngestionTally tally) {
        this.ingestions = ingestions;
        this.tally = tally;
    }

    @Override
    public List<RunningIngestion> getRunning() {
        return ingestions.running().stream()
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
