package io.spicerack.engine.pipe;

import io.spicerack.table.BytesVector;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.DoubleVector;
import io.spicerack.table.LongVector;
import io.spicerack.table.RowGroup;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.function.IntConsumer;

/** Row groups as messages, column by column, and back. */
public final class PipedRowGroups {
    private PipedRowGroups() {}

    public static void write(RowGroup group, PipeContent to) {
        to.number(group.rows());
        for (int column = 0; column < group.schema().width(); column++) {
            ColumnVector vector = group.column(column);
            to.flag(vector.nullCount() > 0);
            if (vector.nullCount() > 0) {
                for (int row = 0; row < group.rows(); row++) {
                    to.flag(vector.isNull(row));
                }
            }
            values(vector, group.rows(), to);
        }
    }

    private static void values(ColumnVector vector, int rows, PipeContent to) {
        if (vector instanceof LongVector longs) {
            longs.copy(0, rows, to.take(rows * Long.BYTES).asLongBuffer());
        } else if (vector instanceof DoubleVector doubles) {
            ByteBuffer values = to.take(rows * Double.BYTES);
            for (int row = 0; row < rows; row++) {
                values.putLong(Double.doubleToRawLongBits(doubles.value(row)));
            }
        } else if (vector instanceof BytesVector bytes) {
            ByteBuffer lengths = to.take(rows * Integer.BYTES);
            int all = 0;
            for (int row = 0; row < rows; row++) {
                lengths.putInt(bytes.length(row));
                all += bytes.length(row);
            }
            to.raw(bytes.data(), bytes.start(0), all);
        }
    }

    /** Clears {@code group} and fills it. */
    public static void read(PipeFields from, RowGroup group) {
        group.clear();
        ByteBuffer at = from.rest();
        int rows = at.getInt();
        // each has some bytes in each column
        if (rows <= 0 || rows > at.remaining()) {
            throw new IllegalArgumentException("a message says that it has " + rows + " rows");
        }
        for (int column = 0; column < group.schema().width(); column++) {
            if (from.flag()) {
                boolean[] nulls = new boolean[rows];
                for (int row = 0; row < rows; row++) {
                    nulls[row] = from.flag();
                }
                values(from, nulls, group.column(column));
            } else {
                values(from, rows, group.column(column));
            }
        }
        group.endRows(rows);
    }

    /** Of which none is NULL. */
    private static void values(PipeFields from, int rows, ColumnVector vector) {
        if (vector instanceof LongVector longs) {
            long[] values = new long[rows];
            from.take(rows, Long.BYTES).asLongBuffer().get(values);
            longs.append(values, rows);
        } else if (vector instanceof BytesVector bytes) {
            int[] lengths = new int[rows];
            from.take(rows, Integer.BYTES).asIntBuffer().get(lengths);
            ByteBuffer values = from.rest();
            long all = 0;
            for (int length : lengths) {
                if (length < 0) {
                    throw fewer(length);
                }
                all += length;
            }
            if (all > values.remaining()) {
                throw fewer(all);
            }
            bytes.append(values.array(), values.arrayOffset() + values.position(), lengths, rows);
            values.position(values.position() + (int) all);
        } else {
            values(from, new boolean[rows], vector);
        }
    }

    private static IllegalArgumentException fewer(long length) {
        return new IllegalArgumentException("a message says a value of " + length + " bytes, and has fewer");
    }

    private static void values(PipeFields from, boolean[] nulls, ColumnVector vector) {
        int rows = nulls.length;
        if (vector instanceof LongVector longs) {
            LongBuffer values = from.take(rows, Long.BYTES).asLongBuffer();
            each(nulls, vector, row -> longs.append(values.get(row)));
        } else if (vector instanceof DoubleVector doubles) {
            LongBuffer values = from.take(rows, Double.BYTES).asLongBuffer();
            each(nulls, vector, row -> doubles.append(Double.longBitsToDouble(values.get(row))));
        } else if (vector instanceof BytesVector bytes) {
            bytes(from, nulls, bytes);
        }
    }

    private static void each(boolean[] nulls, ColumnVector vector, IntConsumer append) {
        for (int row = 0; row < nulls.length; row++) {
            if (nulls[row]) {
                vector.appendNull();
            } else {
                append.accept(row);
            }
        }
    }

    /** All lengths come first, then all bytes; a NULL has none. */
    private static void bytes(PipeFields from, boolean[] nulls, BytesVector vector) {
        IntBuffer lengths = from.take(nulls.length, Integer.BYTES).asIntBuffer();
        ByteBuffer values = from.rest();
        for (int row = 0; row < nulls.length; row++) {
            int length = lengths.get(row);
            if (length < 0 || length > values.remaining() || (nulls[row] && length > 0)) {
                throw fewer(length);
            }
            if (nulls[row]) {
                vector.appendNull();
            } else {
                vector.append(values.array(), values.arrayOffset() + values.position(), length);
            }
            values.position(values.position() + length);
        }
    }
}
