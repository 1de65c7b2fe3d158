package io.spicerack.core.revoke;

import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The rows of a drill's canary: numbers, one to a row group, so that a reader asks for them one by one; beside each so much
 * text that no buffer holds all that a slow client has still to take. Not thread-safe.
 */
final class Canary implements RowGroups {
    private static final Schema SCHEMA = new Schema(
            List.of(new Column("second", new ColumnType.Int(64)), new Column("padding", new ColumnType.Text())));

    private static final byte[] PADDING = "canary ".repeat(3_000).getBytes(StandardCharsets.UTF_8);

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
        group.bytes(1).append(PADDING);
        group.endRow();
        return true;
    }

    @Override
    public void close() {}
}
