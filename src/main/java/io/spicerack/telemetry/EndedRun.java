package io.spicerack.telemetry;

import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.model.ErrorInfo;
import io.spicerack.table.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One ingestion that has ended, as far as others may know of it: names, times and counts. Immutable.
 *
 * @param source what it read from; empty where it got no further, or its rows come from elsewhere
 * @param columns of the version that it published
 * @param statements that the source was asked, in their order
 */
record EndedRun(
        IngestionRecord ingestion,
        Instant started,
        Instant ended,
        Optional<DataSourceRecord> source,
        Optional<Schema> columns,
        List<Statement> statements) {
    /** A statement, without its text. {@code purpose} is one of a few words of ours. */
    record Statement(String purpose, Instant begun, Duration took, Optional<String> errorCode) {}

    /** Where it failed. */
    Optional<ErrorInfo> error() {
        return Optional.ofNullable(ingestion.error());
    }
}
