package io.spicerack.core.proof;

import io.spicerack.source.ValuesQuery;
import io.spicerack.table.Schema;
import io.spicerack.table.hash.TableHash;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares the source's hash of all rows with ours. Where they differ it asks on, first for each column by itself, then, if
 * all columns have their values, for the rows without each column: the column whose cells changed places is the one
 * without which all rows are the same.
 */
public final class ValuesReconciliation implements Reconciliation {
    private enum Asking {
        ROWS,
        COLUMNS,
        WITHOUT,
        NOTHING
    }

    private final Difference difference;
    private final Schema schema;
    private final ValuesQuery query;
    private final BitSet withNulls;
    private final Ours ours;
    private Asking asking = Asking.ROWS;
    private int from;
    private final List<Integer> found = new ArrayList<>();
    private @Nullable TableHash detailed;

    /** Our own hashes, each made when it is asked for. */
    public record Ours(Supplier<TableHash> rows, Supplier<TableHash> byColumn) {}

    public ValuesReconciliation(Difference difference, Schema schema, ValuesQuery query, BitSet withNulls, Ours ours) {
        this.difference = difference;
        this.schema = schema;
        this.query = query;
        this.withNulls = withNulls;
        this.ours = ours;
    }

    @Override
    public Optional<String> question() {
        return switch (asking) {
            case ROWS -> Optional.of(query.rows(withNulls));
            case COLUMNS -> Optional.of(query.columns(from, withNulls));
            case WITHOUT -> Optional.of(query.without(from, withNulls));
            case NOTHING -> Optional.empty();
        };
    }

    @Override
    public void answer(List<BigInteger> row) {
        switch (asking) {
            case ROWS -> rows(row);
            case COLUMNS -> columns(row);
            case WITHOUT -> without(row);
            case NOTHING -> throw new IllegalStateException("the source was asked nothing");
        }
    }

    private void rows(List<BigInteger> row) {
        TableHash sealed = ours.rows().get();
        long rows = Difference.number(row, 0);
        if (rows != sealed.rows()) {
            throw difference.of("rows: source " + rows + ", sealed " + sealed.rows());
        }
        asking = Difference.number(row, 1) == sealed.rowSum() ? Asking.NOTHING : Asking.COLUMNS;
    }

    private void columns(List<BigInteger> row) {
        TableHash sealed = detailed();
        int end = Math.min(schema.width(), from + query.sums());
        for (int column = from; column < end; column++) {
            if (Difference.number(row, column - from + 1) != sealed.columnSum(column)) {
                found.add(column);
            }
        }
        from = end;
        if (end < schema.width()) {
            return;
        }
        if (!found.isEmpty()) {
            throw difference.of("the values of " + Difference.columns(schema, found) + " differ");
        }
        asking = Asking.WITHOUT;
        from = 0;
    }

    private void without(List<BigInteger> row) {
        TableHash sealed = detailed();
        int end = Math.min(schema.width(), from + query.most());
        for (int column = from; column < end; column++) {
            if (Difference.number(row, column - from + 1) == sealed.sumWithout(column)) {
                found.add(column);
            }
        }
        from = end;
        if (end == schema.width()) {
            throw difference.of(
                    found.isEmpty()
                            ? "the values of each column are the same, but of several they stand in other rows"
                            : "the values of " + Difference.columns(schema, found) + " stand in other rows");
        }
    }

    private TableHash detailed() {
        TableHash made = detailed;
        if (made == null) {
            made = ours.byColumn().get();
            detailed = made;
        }
        return made;
    }
}
