package io.spicerack.core.refresh;

import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * The size of a data set as QuickSight counts it: 12 bytes for each number and date, 24 and the UTF-8 length for each
 * text; a NULL counts as an empty value. Thread-safe: each part counts what passes through it.
 */
final class LogicalSize {
    private static final int FIXED = 12;
    private static final int TEXT = 24;

    private final LongAdder bytes = new LongAdder();

    /** The same rows, counted as they pass. */
    List<RowGroups> counted(List<? extends RowGroups> parts) {
        return parts.stream().<RowGroups>map(Counted::new).toList();
    }

    long bytes() {
        return bytes.sum();
    }

    static long of(RowGroup group) {
        long bytes = 0;
        for (int i = 0; i < group.schema().width(); i++) {
            ColumnType type = group.schema().column(i).type();
            boolean text = type.vector() == ColumnType.Vector.BYTES && !type.isNumber();
            bytes += (long) group.rows() * (text ? TEXT : FIXED);
            bytes += text ? group.column(i).variableBytes() : 0;
        }
        return bytes;
    }

    private final class Counted implements RowGroups {
        private final RowGroups rows;

        Counted(RowGroups rows) {
            this.rows = rows;
        }

        @Override
        public Schema schema() {
            return rows.schema();
        }

        @Override
        public boolean next(RowGroup group) {
            boolean more = rows.next(group);
            bytes.add(more ? of(group) : 0);
            return more;
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
