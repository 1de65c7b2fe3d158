package io.spicerack.core;

import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tables that tests publish, made row group by row group. */
public final class SampleRows {
    private static final Schema SCHEMA = new Schema(List.of(
            new Column("id", new ColumnType.Int(64)),
            new Column("name", new ColumnType.Text()),
            new Column("fee", new ColumnType.Decimal(9, 2)),
            new Column("ratio", new ColumnType.Floating(64)),
            new Column("active", new ColumnType.Bool()),
            new Column("born", new ColumnType.Date())));

    private SampleRows() {}

    /** {@code count} rows in groups of {@code perGroup}; row 0 is NULL but for its id, row 1 has the text that is hard. */
    public static RowGroups of(int count, int perGroup) {
        return new Counted(count, perGroup);
    }

    /** {@code count} rows in one group, if one group holds them. */
    public static RowGroups of(int count) {
        return of(count, RowGroup.MAX_ROWS);
    }

    private static final class Counted implements RowGroups {
        private final int count;
        private final int perGroup;
        private int row;

        Counted(int count, int perGroup) {
            this.count = count;
            this.perGroup = perGroup;
        }

        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public boolean next(RowGroup group) {
            group.clear();
            while (row < count && group.rows() < perGroup && !group.full()) {
                fill(group, row++);
            }
            return group.rows() > 0;
        }

        private static void fill(RowGroup group, int row) {
            group.longs(0).append(row);
            if (row == 0) {
                for (int i = 1; i < SCHEMA.width(); i++) {
                    group.column(i).appendNull();
                }
            } else {
                group.bytes(1).append(name(row).getBytes(StandardCharsets.UTF_8));
                group.longs(2).append(row * 1_00L + 5);
                group.doubles(3).append(row == 2 ? Double.NaN : row / 4.0);
                group.longs(4).append(row % 2);
                group.longs(5).append(row);
            }
            group.endRow();
        }

        private static String name(int row) {
            return switch (row) {
                case 1 -> "O'Brien, \"Bo\"\nJr.";
                case 2 -> "";
                default -> "Łucja " + row;
            };
        }

        @Override
        public void close() {}
    }
}
