package io.spicerack.api;

import io.spicerack.core.queue.Ingestions;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import java.time.Duration;
import java.util.function.Supplier;

/** QuickSight's limit of refreshes by hand: those of a data set in any 24 hours, however they ended. Thread-safe. */
final class ManualRefreshes {
    private static final Duration DAY = Duration.ofHours(24);

    private final Ingestions ingestions;
    private final int most;

    /** {@code most} 0 is no limit. */
    ManualRefreshes(Ingestions ingestions, int most) {
        this.ingestions = ingestions;
        this.most = most;
    }

    /** Makes a request, one at a time so that none comes between the count and it. */
    synchronized IngestionId request(DataSetId dataSet, Supplier<IngestionId> request) {
        int done = most == 0 ? 0 : ingestions.manualWithin(dataSet, DAY);
        if (most > 0 && done >= most) {
            throw ApiError.limitExceeded(
                    "INGESTION",
                    "data set '" + dataSet + "' was refreshed by hand " + done + " times in the last 24 hours; "
                            + "spicerack.api.manual-refreshes allows " + most
                            + ". Wait, let a schedule refresh it, or use spicerack refresh");
        }
        return request.get();
    }
}
