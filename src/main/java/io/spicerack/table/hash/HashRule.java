package io.spicerack.table.hash;

import io.spicerack.table.ColumnVector;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * How the rows of a table are hashed, so that a source's SQL comes to the same number: each cell by its column's hash, a
 * row as the exclusive or of its cells, mixed once more so that the sum over all rows binds the cells of a row together.
 * Not thread-safe: one thread uses a rule.
 *
 * @param mix of a row's exclusive or, so that no sum of two rows stays the same where they swap a cell; and of a cell that is
 *     summed by itself, so that one that is more and one that is less are told
 */
public record HashRule(List<OfColumn> columns, LongUnaryOperator mix) {
    /**
     * One column.
     *
     * @param ofNull what a NULL counts as
     */
    public record OfColumn(CellHash cell, long ofNull) {
        /** Puts the hash of each cell of {@code vector} into its row, the first of which is {@code from}. */
        public void mixInto(long[] ofRows, int from, ColumnVector vector) {
            int count = vector.size();
            boolean withNulls = vector.nullCount() > 0;
            for (int row = 0; row < count; row++) {
                ofRows[from + row] ^= withNulls && vector.isNull(row) ? ofNull : cell.of(vector, row);
            }
        }
    }

    public HashRule {
        columns = List.copyOf(columns);
    }
}
