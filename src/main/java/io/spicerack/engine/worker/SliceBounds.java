package io.spicerack.engine.worker;

import io.spicerack.store.LentReader;
import io.spicerack.table.BytesVector;
import io.spicerack.table.ColumnType;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.LongVector;
import io.spicerack.table.RowGroup;
import io.spicerack.table.Schema;
import java.util.Arrays;

/** Finds out between which values some columns of the slices of a row group are. */
final class SliceBounds {
    private SliceBounds() {}

    /**
     * Appends a row for each slice of {@link SealedReading#ROWS} rows: its place in {@code bounds}, then the least and the most value
     * of each column; NULL where nothing is to be told of it, which leaves no row out.
     *
     * @param reader of these columns alone
     */
    static void append(LentReader reader, int rowGroup, Schema columns, RowGroup bounds) {
        RowGroup slice = RowGroup.ofSlices(columns, SealedReading.ROWS);
        int rows = reader.turnTo(rowGroup);
        for (int row = 0; row < rows; row += SealedReading.ROWS) {
            reader.slice(row, Math.min(SealedReading.ROWS, rows - row), slice);
            bounds.longs(0).append(bounds.rows());
            for (int i = 0; i < columns.width(); i++) {
                append(slice.column(i), columns.column(i).type(), bounds.column(2 * i + 1), bounds.column(2 * i + 2));
            }
            bounds.endRow();
        }
    }

    private static void append(ColumnVector values, ColumnType type, ColumnVector least, ColumnVector most) {
        if (values instanceof LongVector longs && longs.nullCount() < longs.size()) {
            longs(longs, (LongVector) least, (LongVector) most);
        } else if (values instanceof BytesVector texts && type.isText() && texts.nullCount() < texts.size()) {
            texts(texts, (BytesVector) least, (BytesVector) most);
        } else {
            least.appendNull();
            most.appendNull();
        }
    }

    private static void longs(LongVector values, LongVector least, LongVector most) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int row = 0; row < values.size(); row++) {
            if (!values.isNull(row)) {
                min = Math.min(min, values.value(row));
                max = Math.max(max, values.value(row));
            }
        }
        least.append(min);
        most.append(max);
    }

    private static void texts(BytesVector values, BytesVector least, BytesVector most) {
        int min = -1;
        int max = -1;
        for (int row = 0; row < values.size(); row++) {
            if (!values.isNull(row)) {
                min = min < 0 || compare(values, row, min) < 0 ? row : min;
                max = max < 0 || compare(values, row, max) > 0 ? row : max;
            }
        }
        least.append(values.data(), values.start(min), values.length(min));
        most.append(values.data(), values.start(max), values.length(max));
    }

    /** As DuckDB orders texts, and footers their bounds: by their bytes. */
    private static int compare(BytesVector values, int one, int other) {
        byte[] data = values.data();
        int first = values.start(one);
        int second = values.start(other);
        return Arrays.compareUnsigned(
                data, first, first + values.length(one), data, second, second + values.length(other));
    }
}
