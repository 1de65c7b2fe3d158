package io.spicerack.engine.worker;

import io.spicerack.envelope.TamperedException;
import io.spicerack.store.LentFile;
import io.spicerack.store.LentReader;
import io.spicerack.table.Column;
import io.spicerack.table.RowGroup;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;
import org.duckdb.RawStatement;
import org.duckdb.RawVector;
import org.jspecify.annotations.Nullable;

/**
 * Chooses, before a statement runs, the row groups that no row can come from which it looks for, and where few are left the slices
 * of these. DuckDB itself compares their bounds with the statement's constants, so that both are compared as its rows would be. Where
 * anything goes wrong none is left out: what is wrong will show itself again when the rows are read. One statement's thread.
 */
final class RowGroupChoice {
    /** In more row groups than these there are so many rows to read that it does not pay to look twice. */
    private static final int MOST_SLICED = 4;

    private final DuckDBConnection connection;
    private final Instance instance;

    RowGroupChoice(DuckDBConnection connection, Instance instance) {
        this.connection = connection;
        this.instance = instance;
    }

    /** Whether there is anything to choose from. */
    static boolean has(LentRows lent) {
        return rowGroups(lent) > 1;
    }

    RowChoice of(LentRows lent, BoundsCondition condition, List<@Nullable Object> values) {
        List<@Nullable Object> taken = new ArrayList<>();
        for (BoundsCondition.Parameter parameter : condition.parameters()) {
            Object value = values.get(parameter.number() - 1);
            if (value != null && !parameter.keepsOrder(value)) {
                return RowChoice.ALL;
            }
            taken.add(value);
        }
        if (lent.view().rows().isPresent()) {
            return RowChoice.ALL;
        }
        try {
            int rowGroups = rowGroups(lent);
            BitSet leftOut = rowGroups < 2 ? new BitSet() : asked(bounds(lent, condition), condition, taken);
            int left = rowGroups - leftOut.cardinality();
            // where no row group was left out the rows are in another order than the condition's
            boolean sliced = !leftOut.isEmpty() && left > 0 && left <= MOST_SLICED;
            return new RowChoice(leftOut, sliced ? passed(lent, leftOut, condition, taken) : Map.of());
        } catch (SQLException | TamperedException | RuntimeException e) {
            return RowChoice.ALL;
        }
    }

    private static int rowGroups(LentRows lent) {
        return lent.files().stream().mapToInt(file -> file.sealed().rowGroups()).sum();
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

    /** Of the few row groups that are left: the slices that are passed over. Only the columns of the condition are read. */
    private Map<Integer, BitSet> passed(
            LentRows lent, BitSet leftOut, BoundsCondition condition, List<@Nullable Object> values)
            throws SQLException, TamperedException {
        List<String> columns =
                condition.columns().columns().stream().map(Column::name).toList();
        RowGroup bounds = new RowGroup(condition.bounds());
        Map<Integer, Integer> firsts = new LinkedHashMap<>();
        int place = 0;
        for (LentFile file : lent.files()) {
            int end = place + file.sealed().rowGroups();
            if (leftOut.nextClearBit(place) < end) {
                try (LentReader reader = file.open(lent.view().whole(), columns)) {
                    for (int at = leftOut.nextClearBit(place); at < end; at = leftOut.nextClearBit(at + 1)) {
                        firsts.put(at, bounds.rows());
                        SliceBounds.append(reader, at - place, condition.columns(), bounds);
                    }
                }
            }
            place = end;
        }
        BitSet none = asked(bounds, condition, values);
        Map<Integer, BitSet> passed = new HashMap<>();
        List<Integer> places = List.copyOf(firsts.keySet());
        for (int i = 0; i < places.size(); i++) {
            int first = firsts.getOrDefault(places.get(i), 0);
            int end = i + 1 < places.size() ? firsts.getOrDefault(places.get(i + 1), 0) : bounds.rows();
            passed.put(places.get(i), none.get(first, end));
        }
        return passed;
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
