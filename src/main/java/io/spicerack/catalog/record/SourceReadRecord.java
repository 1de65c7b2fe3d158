package io.spicerack.catalog.record;

import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.RefreshEstimate;
import io.spicerack.model.SourceBudget;
import io.spicerack.model.SourceSnapshot;
import io.spicerack.model.SourceUse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What one ingestion read from its data source. Immutable.
 *
 * @param replicaLag how far the server was behind; empty where it is no replica, or nobody asked
 * @param plannedRows what the source's planner alone expected
 * @param used null until the refresh has ended
 * @param budget what held; an empty member is no limit
 * @param since rows that are older were not asked for; empty where all were
 */
public record SourceReadRecord(
        DataSetId dataSet,
        IngestionId ingestion,
        SourceSnapshot snapshot,
        Optional<Duration> replicaLag,
        OptionalLong plannedRows,
        RefreshEstimate expected,
        @Nullable SourceUse used,
        SourceBudget budget,
        Optional<Instant> since) {}
