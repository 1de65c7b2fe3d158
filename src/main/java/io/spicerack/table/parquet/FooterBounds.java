package io.spicerack.table.parquet;

import io.spicerack.table.BytesVector;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.LongVector;
import io.spicerack.table.RowGroup;
import io.spicerack.table.Schema;
import java.util.List;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/** Reads out of a footer, which is authenticated, between which values the columns of each row group are. */
final class FooterBounds {
    private FooterBounds() {}

    /**
     * Appends two values of each column, the least and the most: NULL where the footer has none, as of a column that is all NULL.
     *
     * @param columns some of the file's; floating ones, of which NaN is outside of all bounds, have none
     * @param at where the first of them stands in {@code bounds}
     */
    static void append(BlockMetaData rowGroup, Schema file, Schema columns, RowGroup bounds, int at) {
        List<ColumnChunkMetaData> chunks = rowGroup.getColumns();
        for (int i = 0; i < columns.width(); i++) {
            Statistics<?> known =
                    chunks.get(file.columns().indexOf(columns.column(i))).getStatistics();
            boolean told = known != null && known.hasNonNullValue();
            append(told ? known.genericGetMin() : null, bounds.column(at + 2 * i));
            append(told ? known.genericGetMax() : null, bounds.column(at + 2 * i + 1));
        }
    }

    private static void append(@Nullable Object value, ColumnVector to) {
        if (value instanceof Number number && to instanceof LongVector longs) {
            longs.append(number.longValue());
        } else if (value instanceof Binary binary && to instanceof BytesVector bytes) {
            bytes.append(binary.getBytes());
        } else {
            to.appendNull();
        }
    }
}
