package io.spicerack.catalog;

import static io.spicerack.model.IngestionStatus.CANCELLED;
import static io.spicerack.model.IngestionStatus.COMPLETED;
import static io.spicerack.model.IngestionStatus.FAILED;
import static io.spicerack.model.IngestionStatus.QUEUED;
import static io.spicerack.model.IngestionStatus.RUNNING;
import static io.spicerack.model.IngestionStatus.SKIPPED;

import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.model.IngestionStatus;
import java.util.List;

/** Which state of an ingestion may follow which. */
final class IngestionStates {
    private IngestionStates() {}

    static void check(IngestionRecord ingestion, IngestionStatus to) {
        IngestionStatus from = ingestion.status();
        List<IngestionStatus> allowed = after(from);
        if (!allowed.contains(to)) {
            throw new RefusedChangeException("ingestion '" + ingestion.id() + "' of data set '" + ingestion.dataSet()
                    + "' cannot go from " + from + " to " + to
                    + (allowed.isEmpty() ? "; it has ended" : "; what may follow is one of " + allowed));
        }
    }

    private static List<IngestionStatus> after(IngestionStatus from) {
        return switch (from) {
            case INITIALIZED -> List.of(QUEUED, FAILED, CANCELLED);
            case QUEUED -> List.of(RUNNING, FAILED, CANCELLED);
            case RUNNING -> List.of(COMPLETED, FAILED, CANCELLED, SKIPPED);
            case FAILED, COMPLETED, CANCELLED, SKIPPED -> List.of();
        };
    }
}
