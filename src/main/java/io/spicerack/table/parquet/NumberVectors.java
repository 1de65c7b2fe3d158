package io.spicerack.table.parquet;

import io.spicerack.table.Column;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.DoubleVector;
import io.spicerack.table.LongVector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Decodes booleans, integers and floating numbers: what {@link NumberPages} encodes. Not thread-safe. */
final class NumberVectors {
    private long[] scratch = new long[0];
    private int[] narrow = new int[0];

    /** Appends {@code rows} values and NULLs; {@code levels} tells which, where not all are {@code present}. */
    void plain(PageValues values, int[] levels, int rows, int present, ColumnVector vector, Column column) {
        plain(values, 0, levels, rows, present, vector, column);
    }

    /** As {@link #plain(PageValues, int[], int, int, ColumnVector, Column)}, without the first {@code passed} values. */
    void plain(PageValues values, int passed, int[] levels, int rows, int present, ColumnVector vector, Column column) {
        if (ParquetTypes.physical(column.type()) == PrimitiveTypeName.BOOLEAN) {
            bits(values, passed, present);
        } else {
            numbers(new PageValues(values.data(), values.start() + passed * width(column)), present, column);
        }
        if (present == rows && vector instanceof LongVector longs) {
            longs.append(scratch, rows);
            return;
        }
        for (int row = 0, i = 0; row < rows; row++) {
            if (present < rows && levels[row] == 0) {
                vector.appendNull();
            } else {
                append(vector, scratch[i++]);
            }
        }
    }

    /** The entries of a dictionary, floating ones as their bits. */
    long[] entries(PageValues dictionary, int count, Column column) {
        numbers(dictionary, count, column);
        return Arrays.copyOf(scratch, count);
    }

    /** Appends an entry for each of {@code rows} rows that is not NULL. */
    void chosen(long[] entries, int[] ids, int[] levels, int rows, int present, ColumnVector vector) {
        if (present == rows && vector instanceof LongVector longs) {
            longs.append(entries, ids, rows);
            return;
        }
        for (int row = 0, i = 0; row < rows; row++) {
            if (present < rows && levels[row] == 0) {
                vector.appendNull();
            } else {
                append(vector, entries[ids[i++]]);
            }
        }
    }

    private static int width(Column column) {
        PrimitiveTypeName physical = ParquetTypes.physical(column.type());
        return physical == PrimitiveTypeName.INT32 || physical == PrimitiveTypeName.FLOAT ? Integer.BYTES : Long.BYTES;
    }

    private static void append(ColumnVector vector, long bits) {
        if (vector instanceof LongVector longs) {
            longs.append(bits);
        } else if (vector instanceof DoubleVector doubles) {
            doubles.append(Double.longBitsToDouble(bits));
        }
    }

    private void bits(PageValues values, int passed, int count) {
        grow(count);
        for (int i = 0; i < count; i++) {
            int bit = passed + i;
            scratch[i] = (values.data()[values.start() + (bit >> 3)] >> (bit & 7)) & 1;
        }
    }

    private void numbers(PageValues values, int count, Column column) {
        grow(count);
        PrimitiveTypeName physical = ParquetTypes.physical(column.type());
        if (physical == PrimitiveTypeName.INT32) {
            ints(values, count);
            for (int i = 0; i < count; i++) {
                scratch[i] = narrow[i];
            }
        } else if (physical == PrimitiveTypeName.FLOAT) {
            ints(values, count);
            for (int i = 0; i < count; i++) {
                scratch[i] = Double.doubleToRawLongBits(Float.intBitsToFloat(narrow[i]));
            }
        } else {
            bytes(values, count * Long.BYTES).asLongBuffer().get(scratch, 0, count);
        }
    }

    private void ints(PageValues values, int count) {
        if (narrow.length < count) {
            narrow = new int[count];
        }
        bytes(values, count * Integer.BYTES).asIntBuffer().get(narrow, 0, count);
    }

    private static ByteBuffer bytes(PageValues values, int length) {
        return ByteBuffer.wrap(values.data(), values.start(), length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void grow(int count) {
        if (scratch.length < count) {
            scratch = new long[count];
        }
    }
}
