package io.spicerack.engine.worker;

import io.spicerack.table.Column;
import io.spicerack.table.RowGroup;
import java.util.List;
import java.util.OptionalLong;
import org.duckdb.RawScan;
import org.duckdb.RawVector;

/** The bounds of row groups as a table function, which one thread reads. */
record BoundsTable(RowGroup bounds) implements RawScan {
    @Override
    public List<RawColumn> columns() {
        return bounds.schema().columns().stream().map(ColumnPut::raw).toList();
    }

    @Override
    public OptionalLong rows() {
        return OptionalLong.of(bounds.rows());
    }

    @Override
    public Reading read(int[] columns) {
        return new Reading() {
            @Override
            public int threads() {
                return 1;
            }

            @Override
            public Part part() {
                return new Rows(columns);
            }
        };
    }

    /** Who asks goes on without an answer. */
    @Override
    public String failed(Throwable problem) {
        return "the bounds cannot be read";
    }

    private final class Rows implements Part {
        private final int[] columns;
        private int row;

        Rows(int[] columns) {
            this.columns = columns;
        }

        @Override
        public int fill(RawVector[] vectors, int most) {
            int count = Math.min(most, bounds.rows() - row);
            for (int i = 0; i < columns.length && count > 0; i++) {
                if (columns[i] >= 0) {
                    Column column = bounds.schema().column(columns[i]);
                    new ColumnPut(column).put(bounds.column(columns[i]), row, count, vectors[i]);
                }
            }
            row += count;
            return count;
        }
    }
}
