package io.spicerack.table.parquet;

import io.spicerack.table.Column;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.RowGroup;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.schema.MessageType;

/** Fills row groups from whole pages. Not thread-safe. */
final class PageDecoder {
    private final ReusableBytes page;

    /** @param page for one page at a time, inflated */
    PageDecoder(ReusableBytes page) {
        this.page = page;
    }

    void decode(PageReadStore pages, MessageType message, ZstdCodec codec, RowGroup group) {
        int rows = Math.toIntExact(pages.getRowCount());
        List<ColumnDescriptor> descriptors = message.getColumns();
        for (int i = 0; i < group.schema().width(); i++) {
            Column column = group.schema().column(i);
            ColumnVector vector = group.column(i);
            ColumnCursor cursor = new ColumnCursor(column, page);
            cursor.begin(pages.getPageReader(descriptors.get(i)), column, codec);
            cursor.read(rows, vector);
            if (!cursor.isAtEnd()) {
                throw new IllegalArgumentException(
                        "column '" + column.name() + "' has more values than its row group has rows: " + rows);
            }
        }
        group.endRows(rows);
    }
}
