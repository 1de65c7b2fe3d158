package io.spicerack.core;

import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tables of a number and texts that tests publish, with the rows that they say. */
public final class TextRows implements RowGroups {
    private final Schema schema;
    private final List<String> lines;
    private boolean read;

    private TextRows(Schema schema, List<String> lines) {
        this.schema = schema;
        this.lines = lines;
    }

    /**
     * Columns and rows, each parted by bars, such as {@code ward|name}. Columns whose name begins with {@code n_} hold numbers; an
     * empty cell is NULL.
     */
    public static TextRows of(String columns, String... lines) {
        List<Column> all = Arrays.stream(columns.split("\\|", -1))
                .map(name -> new Column(name, name.startsWith("n_") ? new ColumnType.Int(64) : new ColumnType.Text()))
                .toList();
        return new TextRows(new Schema(all), List.of(lines));
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean next(RowGroup group) {
        group.clear();
        if (read) {
            return false;
        }
        read = true;
        for (String line : lines) {
            String[] cells = line.split("\\|", -1);
            for (int i = 0; i < cells.length; i++) {
                append(group, i, cells[i].isEmpty() ? null : cells[i]);
            }
            group.endRow();
        }
        return group.rows() > 0;
    }

    private void append(RowGroup group, int column, @Nullable String cell) {
        if (cell == null) {
            group.column(column).appendNull();
        } else if (schema.column(column).type().isText()) {
            group.bytes(column).append(cell.getBytes(StandardCharsets.UTF_8));
        } else {
            group.longs(column).append(Long.parseLong(cell));
        }
    }

    @Override
    public void close() {}
}
