package io.spicerack.catalog;

import io.spicerack.model.DataSourceId;
import io.spicerack.model.SourceBudget;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** The budgets that data sources declare for themselves. */
public final class SourceBudgetStore {
    private final Handle handle;

    SourceBudgetStore(Handle handle) {
        this.handle = handle;
    }

    /** Replaces the budget of a data source that exists. */
    public void put(DataSourceId dataSource, SourceBudget budget) {
        handle.createUpdate(
                        """
                        INSERT INTO source_budget (data_source_id, transaction_ms, statement_ms, connections,
                            bytes_per_second, replica_lag_ms)
                        VALUES (:dataSource, :transaction, :statement, :connections, :rate, :lag)
                        ON CONFLICT (data_source_id) DO UPDATE SET transaction_ms = excluded.transaction_ms,
                            statement_ms = excluded.statement_ms, connections = excluded.connections,
                            bytes_per_second = excluded.bytes_per_second, replica_lag_ms = excluded.replica_lag_ms""")
                .bind("dataSource", dataSource)
                .bind("transaction", millis(budget.longestTransaction()))
                .bind("statement", millis(budget.statementTimeout()))
                .bind("connections", budget.connections().orElse(null))
                .bind("rate", budget.bytesPerSecond().orElse(null))
                .bind("lag", millis(budget.replicaLag()))
                .execute();
    }

    /** {@link SourceBudget#NONE} where the data source declares nothing. */
    public SourceBudget find(DataSourceId dataSource) {
        return handle.createQuery("SELECT * FROM source_budget WHERE data_source_id = :dataSource")
                .bind("dataSource", dataSource)
                .map(row -> budget(row, ""))
                .findOne()
                .orElse(SourceBudget.NONE);
    }

    static SourceBudget budget(RowView row, String prefix) {
        return new SourceBudget(
                Optional.ofNullable(row.getColumn(prefix + "transaction_ms", Duration.class)),
                Optional.ofNullable(row.getColumn(prefix + "statement_ms", Duration.class)),
                Optional.ofNullable(row.getColumn(prefix + "connections", Integer.class)),
                Optional.ofNullable(row.getColumn(prefix + "bytes_per_second", Long.class)),
                Optional.ofNullable(row.getColumn(prefix + "replica_lag_ms", Duration.class)));
    }

    private static @Nullable Long millis(Optional<Duration> time) {
        return time.map(Duration::toMillis).orElse(null);
    }
}
