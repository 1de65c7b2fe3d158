package io.spicerack.engine.worker;

import io.spicerack.envelope.TamperedException;
import io.spicerack.store.LentFile;
import io.spicerack.store.LentReader;
import io.spicerack.table.RowGroup;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.duckdb.DuckDBConnection;
import org.duckdb.RawStatement;
import org.duckdb.RawVector;
import org.jspecify.annotations.Nullable;

/**
 * Chooses, before a statement runs, the row groups that no row can come from which it looks for. DuckDB itself compares their
 * bounds with the statement's constants, so that both are compared as its rows would be. Where anything goes wrong none is left out: what is wrong will show itself again
 * when the rows are read. One statement's thread.
 */
final class RowGroupChoice {
    private final DuckDBConnection connection;
    private final Instance instance;

    RowGroupChoice(DuckDBConnection connection, Instance instance) {
        this.connection = connection;
        this.instance = instance;
    }

    /** Places, counted over all files, of the row groups that are left out. */
    BitSet leftOut(LentRows lent, BoundsCondition condition, List<@Nullable Object> values) {
        BitSet none = new BitSet();
        List<@Nullable Object> taken = new ArrayList<>();
        for (BoundsCondition.Parameter parameter : condition.parameters()) {
            Object value = values.get(parameter.number() - 1);
            if (value != null && !parameter.keepsOrder(value)) {
                return none;
            }
            taken.add(value);
        }
        int rowGroups = lent.files().stream()
                .mapToInt(file -> file.sealed().rowGroups())
                .sum();
        if (rowGroups < 2 || lent.view().rows().isPresent()) {
            return none;
        }
        try {
            return asked(bounds(lent, condition), condition, taken);
        } catch (SQLException | TamperedException | RuntimeException e) {
            return none;
        }
    }

    private static RowGroup bounds(LentRows lent, BoundsCondition condition) throws TamperedException {
        RowGroup bounds = new RowGroup(condition.bounds());
        for (LentFile file : lent.files()) {
            try (LentReader reader = file.open(lent.view().whole(), List.of())) {
                reader.bounds(condition.columns(), bounds.rows(), bounds);
            }
        }
        return bounds;
    }

    private BitSet asked(RowGroup bounds, BoundsCondition condition, List<@Nullable Object> values)
            throws SQLException {
        long number = instance.add(new BoundsTable(bounds));
        String sql = "SELECT " + BoundsCondition.PLACE + " FROM system.main." + Instance.READER + "(" + number
                + ") WHERE NOT (" + condition.sql() + ")";
        try (RawStatement statement = RawStatement.prepare(connection, sql)) {
            statement.run(values.toArray());
            BitSet places = new BitSet();
            for (int rows = statement.next(); rows > 0; rows = statement.next()) {
                RawVector vector = statement.vector(0);
                ByteBuffer data = vector.data(rows, Long.BYTES);
                for (int row = 0; row < rows; row++) {
                    places.set((int) data.getLong(row * Long.BYTES));
                }
            }
            return places;
        } finally {
            instance.remove(number);
        }
    }
}
