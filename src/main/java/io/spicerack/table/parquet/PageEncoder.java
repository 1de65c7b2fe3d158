package io.spicerack.table.parquet;

import io.spicerack.table.Column;
import io.spicerack.table.RowGroup;
import java.io.IOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Encodes whole columns without an object or a call per value: plain, or as ids of a dictionary where that is smaller.
 * Compression, encryption and the footer stay parquet-java's. Not thread-safe.
 */
final class PageEncoder implements RowGroupEncoder {
    private final MessageType message;
    private final ColumnChunk chunk = new ColumnChunk();
    private final NumberPages numbers = new NumberPages();
    private final BytesPages bytes = new BytesPages();

    PageEncoder(MessageType message) {
        this.message = message;
    }

    @Override
    public void encode(RowGroup group, PageWriteStore pages) throws IOException {
        for (int i = 0; i < message.getFieldCount(); i++) {
            ColumnDescriptor descriptor = message.getColumns().get(i);
            PrimitiveType type = descriptor.getPrimitiveType();
            Statistics<?> statistics = Statistics.createStats(type);
            Column column = group.schema().column(i);
            chunk.begin(group.column(i));
            int entries =
                    switch (column.type().vector()) {
                        case LONG -> numbers.encode(group.longs(i), column, type, statistics, chunk);
                        case DOUBLE -> numbers.encode(group.doubles(i), type, statistics, chunk);
                        case BYTES -> bytes.encode(group.bytes(i), column, statistics, chunk);
                    };
            chunk.write(descriptor, group.column(i), statistics, entries, pages);
        }
    }
}
