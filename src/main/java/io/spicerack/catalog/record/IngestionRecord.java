package io.spicerack.catalog.record;

import io.spicerack.model.DataSetId;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import io.spicerack.model.RowInfo;
import io.spicerack.model.VersionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One ingestion, from queued to its end. Times are kept to the millisecond. Immutable.
 *
 * @param bytes sealed bytes, so far while it runs
 * @param version the version that it published; null until it is COMPLETED
 * @param skipped why nothing was read; null unless it is SKIPPED
 */
public record IngestionRecord(
        DataSetId dataSet,
        IngestionId id,
        IngestionStatus status,
        RequestType requestType,
        RequestSource requestSource,
        Instant created,
        @Nullable Instant started,
        @Nullable Instant ended,
        RowInfo rows,
        long bytes,
        @Nullable ErrorInfo error,
        @Nullable VersionId version,
        @Nullable String skipped) {}
