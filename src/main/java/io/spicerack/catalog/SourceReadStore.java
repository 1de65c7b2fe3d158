package io.spicerack.catalog;

import io.spicerack.catalog.record.SourceReadRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.RefreshEstimate;
import io.spicerack.model.SourceSnapshot;
import io.spicerack.model.SourceUse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** What ingestions read from their data sources: snapshots, expectations, and what was used of budgets. */
public final class SourceReadStore {
    private final Handle handle;

    SourceReadStore(Handle handle) {
        this.handle = handle;
    }

    /** Keeps what is known when an ingestion opens its source; one that begins again replaces it. */
    public void begin(SourceReadRecord read) {
        SourceSnapshot snapshot = read.snapshot();
        RefreshEstimate expected = read.expected();
        SourceUse used = read.used();
        handle.createUpdate("DELETE FROM ingestion_source WHERE data_set_id = :dataSet AND ingestion_id = :ingestion")
                .bind("dataSet", read.dataSet())
                .bind("ingestion", read.ingestion())
                .execute();
        handle.createUpdate(
                        """
                        INSERT INTO ingestion_source (data_set_id, ingestion_id, data_source_id, server,
                            snapshot_time, snapshot_position, replica_lag_ms, planned_rows, expected_rows,
                            expected_bytes, expected_ms, used_connections, used_waited_ms, budget_transaction_ms, budget_statement_ms,
                            budget_connections, budget_bytes_per_second, budget_replica_lag_ms, rows_since)
                        VALUES (:dataSet, :ingestion, :dataSource, :server, :time, :position, :lag, :planned,
                            :rows, :bytes, :millis, :connections, :waited, :longestTransaction, :statement, :mostConnections, :rate,
                            :mostLag, :since)""")
                .bind("dataSet", read.dataSet())
                .bind("ingestion", read.ingestion())
                .bind("dataSource", snapshot.dataSource())
                .bind("server", snapshot.server())
                .bind("time", snapshot.time())
                .bind("position", snapshot.position().orElse(null))
                .bind("lag", millis(read.replicaLag()))
                .bind("planned", read.plannedRows())
                .bind("rows", expected.rows())
                .bind("bytes", expected.bytes())
                .bind("millis", millis(expected.time()))
                .bind("connections", used == null ? 0 : used.connections())
                .bind("waited", used == null ? Duration.ZERO : used.waited())
                .bind("longestTransaction", millis(read.budget().longestTransaction()))
                .bind("statement", millis(read.budget().statementTimeout()))
                .bind("mostConnections", read.budget().connections().orElse(null))
                .bind("rate", read.budget().bytesPerSecond().orElse(null))
                .bind("mostLag", millis(read.budget().replicaLag()))
                .bind("since", read.since().orElse(null))
                .execute();
    }

    /** Keeps what an ingestion that has begun took in all. */
    public void end(DataSetId dataSet, IngestionId ingestion, SourceUse used) {
        handle.createUpdate(
                        """
                        UPDATE ingestion_source SET used_connections = :connections, used_waited_ms = :waited,
                            used_transaction_ms = :transaction, used_rows = :rows, used_bytes = :bytes, used_ms = :millis
                        WHERE data_set_id = :dataSet AND ingestion_id = :ingestion""")
                .bind("connections", used.connections())
                .bind("waited", used.waited())
                .bind("transaction", used.transaction())
                .bind("rows", used.rows())
                .bind("bytes", used.bytes())
                .bind("millis", used.time())
                .bind("dataSet", dataSet)
                .bind("ingestion", ingestion)
                .execute();
    }

    /** Empty where the rows came from elsewhere than {@code spice:extract}, or none were asked for yet. */
    public Optional<SourceReadRecord> find(DataSetId dataSet, IngestionId ingestion) {
        return handle.createQuery(
                        "SELECT * FROM ingestion_source WHERE data_set_id = :dataSet AND ingestion_id = :ingestion")
                .bind("dataSet", dataSet)
                .bind("ingestion", ingestion)
                .map(SourceReadStore::read)
                .findOne();
    }

    /** What is there of the current version and of the newest ingestion of each data set; one that is both may come twice. */
    public List<SourceReadRecord> shown() {
        return handle.createQuery(
                        """
                        SELECT s.* FROM data_set_version v
                        JOIN ingestion_source s ON s.data_set_id = v.data_set_id AND s.ingestion_id = v.ingestion_id
                        WHERE v.state = 'CURRENT'
                        UNION ALL
                        SELECT s.* FROM data_set d
                        JOIN ingestion i ON i.place = (SELECT max(place) FROM ingestion o WHERE o.data_set_id = d.data_set_id)
                        JOIN ingestion_source s ON s.data_set_id = i.data_set_id AND s.ingestion_id = i.ingestion_id""")
                .map(SourceReadStore::read)
                .list();
    }

    /**
     * What the newest COMPLETED ingestion of a data set read from this data source.
     *
     * @param whole of those that read all rows, else of those that read the rows of a look-back window
     */
    public Optional<SourceReadRecord> lastCompleted(DataSetId dataSet, DataSourceId dataSource, boolean whole) {
        return handle.createQuery(
                        """
                        SELECT s.* FROM ingestion_source s
                        JOIN ingestion i ON i.data_set_id = s.data_set_id AND i.ingestion_id = s.ingestion_id
                        WHERE s.data_set_id = :dataSet AND (s.rows_since IS NULL) = :whole
                            AND s.data_source_id = :dataSource AND i.status = 'COMPLETED' AND s.used_ms IS NOT NULL
                        ORDER BY i.ended DESC LIMIT 1""")
                .bind("dataSet", dataSet)
                .bind("whole", whole)
                .bind("dataSource", dataSource)
                .map(SourceReadStore::read)
                .findOne();
    }

    /** What the ingestions of current versions read from this data source, the newest first. */
    public List<SourceReadRecord> ofCurrent(DataSourceId dataSource, int most) {
        return handle.createQuery(
                        """
                        SELECT s.* FROM data_set_version v
                        JOIN ingestion_source s ON s.data_set_id = v.data_set_id AND s.ingestion_id = v.ingestion_id
                        WHERE v.state = 'CURRENT' AND s.data_source_id = :dataSource AND s.used_ms IS NOT NULL
                        ORDER BY v.published DESC LIMIT :most""")
                .bind("dataSource", dataSource)
                .bind("most", most)
                .map(SourceReadStore::read)
                .list();
    }

    private static @Nullable Long millis(Optional<Duration> time) {
        return time.map(Duration::toMillis).orElse(null);
    }

    private static SourceReadRecord read(RowView row) {
        return new SourceReadRecord(
                row.getColumn("data_set_id", DataSetId.class),
                row.getColumn("ingestion_id", IngestionId.class),
                new SourceSnapshot(
                        row.getColumn("data_source_id", DataSourceId.class),
                        row.getColumn("server", String.class),
                        row.getColumn("snapshot_time", Instant.class),
                        Optional.ofNullable(row.getColumn("snapshot_position", String.class))),
                Optional.ofNullable(row.getColumn("replica_lag_ms", Duration.class)),
                row.getColumn("planned_rows", OptionalLong.class),
                new RefreshEstimate(
                        row.getColumn("expected_rows", OptionalLong.class),
                        row.getColumn("expected_bytes", OptionalLong.class),
                        Optional.ofNullable(row.getColumn("expected_ms", Duration.class))),
                row.getColumn("used_ms", Duration.class) == null ? null : used(row),
                SourceBudgetStore.budget(row, "budget_"),
                Optional.ofNullable(row.getColumn("rows_since", Instant.class)));
    }

    private static SourceUse used(RowView row) {
        return new SourceUse(
                row.getColumn("used_connections", Integer.class),
                row.getColumn("used_waited_ms", Duration.class),
                row.getColumn("used_transaction_ms", Duration.class),
                row.getColumn("used_rows", Long.class),
                row.getColumn("used_bytes", Long.class),
                row.getColumn("used_ms", Duration.class));
    }
}
