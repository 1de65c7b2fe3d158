package io.spicerack.catalog;

import io.spicerack.catalog.record.Columns;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.SourceBudget;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
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
                        INSERT OR REPLACE INTO source_budget (data_source_id, transaction_ms, statement_ms, connections,
                            bytes_per_second, replica_lag_ms)
                        VALUES (:dataSource, :transaction, :statement, :connections, :rate, :lag)""")
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
                .map((row, context) -> budget(row, ""))
                .findOne()
                .orElse(SourceBudget.NONE);
    }

    static SourceBudget budget(ResultSet row, String prefix) throws SQLException {
        return new SourceBudget(
                Columns.duration(row, prefix + "transaction_ms"),
                Columns.duration(row, prefix + "statement_ms"),
                Columns.optionalLong(row, prefix + "connections").stream()
                        .mapToObj(count -> (int) count)
                        .findFirst(),
                Columns.optionalLong(row, prefix + "bytes_per_second").stream()
                        .boxed()
                        .findFirst(),
                Columns.duration(row, prefix + "replica_lag_ms"));
    }

    private static @Nullable Long millis(Optional<Duration> time) {
        return time.map(Duration::toMillis).orElse(null);
    }
}
