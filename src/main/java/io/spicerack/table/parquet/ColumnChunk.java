package io.spicerack.table.parquet;

import io.spicerack.table.ColumnVector;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.schema.PrimitiveType;

/**
 * One column of one row group on its way into the file: definition levels and values of its data page, its dictionary and
 * its statistics. Reused from chunk to chunk; not thread-safe.
 */
final class ColumnChunk {
    private final PageBytes data = new PageBytes();
    private final PageBytes dictionary = new PageBytes();
    private int[] levels = new int[0];

    /** Starts a chunk with the levels of {@code vector}: 0 for a NULL, 1 for a value. */
    void begin(ColumnVector vector) {
        data.clear();
        dictionary.clear();
        data.putInt(0);
        int rows = vector.size();
        if (vector.nullCount() == 0) {
            data.putVarInt(rows << 1);
            data.putByte(1);
        } else {
            if (levels.length < rows + 8) {
                levels = new int[rows + 8];
            }
            for (int row = 0; row < rows; row++) {
                levels[row] = vector.isNull(row) ? 0 : 1;
            }
            HybridRuns.write(levels, rows, 1, data);
        }
        data.setInt(0, data.length() - Integer.BYTES);
    }

    /** The data page's content, to which the values are added. */
    PageBytes data() {
        return data;
    }

    /** The dictionary page's content. */
    PageBytes dictionary() {
        return dictionary;
    }

    /** Writes the pages; {@code entries} is 0 where there is no dictionary. */
    void write(
            ColumnDescriptor column, ColumnVector vector, Statistics<?> statistics, int entries, PageWriteStore pages)
            throws IOException {
        PageWriter writer = pages.getPageWriter(column);
        int rows = vector.size();
        statistics.incrementNumNulls(vector.nullCount());
        if (entries > 0) {
            writer.writeDictionaryPage(new DictionaryPage(dictionary.input(), entries, Encoding.PLAIN));
        }
        writer.writePage(
                data.input(),
                rows,
                rows,
                statistics,
                sizes(column.getPrimitiveType(), vector),
                GeospatialStatistics.noopBuilder().build(),
                Encoding.RLE,
                Encoding.RLE,
                entries > 0 ? Encoding.RLE_DICTIONARY : Encoding.PLAIN);
    }

    /** Levels of a flat column are told by its count of NULLs, so parquet-java keeps no histogram of them. */
    private static SizeStatistics sizes(PrimitiveType type, ColumnVector vector) {
        boolean variable = type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.BINARY;
        return new SizeStatistics(type, variable ? vector.variableBytes() : 0, List.of(), List.of());
    }
}
