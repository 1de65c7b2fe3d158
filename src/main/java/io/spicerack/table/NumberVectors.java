package io.spicerack.table;

import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Decodes booleans, integers and floating numbers: what {@link NumberPages} encodes. Not thread-safe. */
final class NumberVectors {
    private long[] scratch = new long[0];

    void plain(PageValues values, int[] levels, int rows, ColumnVector vector, Column column) {
        int present = 0;
        for (int row = 0; row < rows; row++) {
            present += levels[row];
        }
        if (column.type() instanceof ColumnType.Bool) {
            bits(values, present);
        } else {
            numbers(values, present, column);
        }
        for (int row = 0, i = 0; row < rows; row++) {
            if (levels[row] == 0) {
                vector.appendNull();
            } else {
                append(vector, scratch[i++]);
            }
        }
    }

    void chosen(
            PageValues dictionary, int entries, int[] ids, int[] levels, int rows, ColumnVector vector, Column column) {
        numbers(dictionary, entries, column);
        for (int row = 0, i = 0; row < rows; row++) {
            if (levels[row] == 0) {
                vector.appendNull();
            } else {
                append(vector, scratch[ids[i++]]);
            }
        }
    }

    private static void append(ColumnVector vector, long bits) {
        if (vector instanceof LongVector longs) {
            longs.append(bits);
        } else if (vector instanceof DoubleVector doubles) {
            doubles.append(Double.longBitsToDouble(bits));
        }
    }

    private void bits(PageValues values, int count) {
        grow(count);
        for (int i = 0; i < count; i++) {
            scratch[i] = (values.data()[values.start() + (i >> 3)] >> (i & 7)) & 1;
        }
    }

    private void numbers(PageValues values, int count, Column column) {
        grow(count);
        byte[] data = values.data();
        int start = values.start();
        PrimitiveTypeName physical = ParquetTypes.physical(column.type());
        if (physical == PrimitiveTypeName.INT32) {
            for (int i = 0; i < count; i++) {
                scratch[i] = (int) PageBytes.INTS.get(data, start + i * Integer.BYTES);
            }
        } else if (physical == PrimitiveTypeName.FLOAT) {
            for (int i = 0; i < count; i++) {
                int bits = (int) PageBytes.INTS.get(data, start + i * Integer.BYTES);
                scratch[i] = Double.doubleToRawLongBits(Float.intBitsToFloat(bits));
            }
        } else {
            for (int i = 0; i < count; i++) {
                scratch[i] = (long) PageBytes.LONGS.get(data, start + i * Long.BYTES);
            }
        }
    }

    private void grow(int count) {
        if (scratch.length < count) {
            scratch = new long[count];
        }
    }
}
