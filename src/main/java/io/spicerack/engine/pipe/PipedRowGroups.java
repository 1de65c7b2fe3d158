package io.spicerack.engine.pipe;

import io.spicerack.table.BytesVector;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.DoubleVector;
import io.spicerack.table.LongVector;
import io.spicerack.table.RowGroup;
import java.nio.ByteBuffer;

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
            for (int row = 0; row < rows; row++) {
                to.number(longs.value(row));
            }
        } else if (vector instanceof DoubleVector doubles) {
            for (int row = 0; row < rows; row++) {
                to.number(Double.doubleToRawLongBits(doubles.value(row)));
            }
        } else if (vector instanceof BytesVector bytes) {
            for (int row = 0; row < rows; row++) {
                to.number(bytes.length(row));
                to.raw(bytes.data(), bytes.start(row), bytes.length(row));
            }
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
            boolean[] nulls = new boolean[rows];
            if (from.flag()) {
                for (int row = 0; row < rows; row++) {
                    nulls[row] = from.flag();
                }
            }
            values(from, nulls, group.column(column));
        }
        group.endRows(rows);
    }

    private static void values(PipeFields from, boolean[] nulls, ColumnVector vector) {
        for (boolean isNull : nulls) {
            if (vector instanceof LongVector longs) {
                long value = from.longNumber();
                if (!isNull) {
                    longs.append(value);
                }
            } else if (vector instanceof DoubleVector doubles) {
                double value = Double.longBitsToDouble(from.longNumber());
                if (!isNull) {
                    doubles.append(value);
                }
            } else if (vector instanceof BytesVector bytes) {
                ByteBuffer at = from.rest();
                int length = at.getInt();
                if (length < 0 || length > at.remaining()) {
                    throw new IllegalArgumentException("a message says a value of " + length + " bytes, and has fewer");
                }
                if (!isNull) {
                    bytes.append(at.array(), at.arrayOffset() + at.position(), length);
                }
                at.position(at.position() + length);
            }
            if (isNull) {
                vector.appendNull();
            }
        }
    }
}
