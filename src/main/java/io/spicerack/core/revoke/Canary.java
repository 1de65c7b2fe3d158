package io.spicerack.core.revoke;

import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.util.List;

/** The rows of a drill's canary: numbers, one to a row group, so that a reader asks for them one by one. Not thread-safe. */
final class Canary implements RowGroups {
    private static final Schema SCHEMA = new Schema(List.of(new Column("second", new ColumnType.Int(64))));

    private final int rows;
    private int row;

    Canary(int rows) {
        this.rows = rows;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public boolean next(RowGroup group) {
        group.clear();
        if (row == rows) {
            return false;
        }
        group.longs(0).append(row++);
        group.endRow();
        return true;
    }

    @Override
    public void close() {}
}
