package io.spicerack.table.parquet;

import io.spicerack.table.Column;
import io.spicerack.table.RowGroup;
import io.spicerack.table.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * One row group at a time, of which some rows are decoded and others passed. Its columns' pages stay inflated side by side. Not
 * thread-safe.
 */
final class RowSlices {
    private final List<ColumnCursor> cursors = new ArrayList<>();
    private @Nullable PageReadStore pages;
    private int next;

    /** Turns to a row group. The pages are given back by who calls, once {@link #end} has returned them. */
    void begin(PageReadStore taken, MessageType message, Schema schema, ZstdCodec codec) {
        pages = taken;
        next = 0;
        List<ColumnDescriptor> descriptors = message.getColumns();
        for (int i = 0; i < schema.width(); i++) {
            Column column = schema.column(i);
            if (cursors.size() == i) {
                cursors.add(new ColumnCursor(column, new ReusableBytes()));
            }
            cursors.get(i).begin(taken.getPageReader(descriptors.get(i)), column, codec);
        }
    }

    /** Appends {@code count} rows from {@code first} on, none of which was passed. */
    void read(int first, int count, RowGroup group) {
        if (first < next) {
            throw new IllegalArgumentException("row " + first + " is passed; the next one is " + next);
        }
        for (int i = 0; i < group.schema().width(); i++) {
            cursors.get(i).skip(first - next);
            cursors.get(i).read(count, group.column(i));
        }
        group.endRows(count);
        next = first + count;
    }

    /** Lets go of the row group; its pages, where there is one. */
    @Nullable
    PageReadStore end() {
        PageReadStore taken = pages;
        pages = null;
        cursors.forEach(ColumnCursor::end);
        return taken;
    }
}
