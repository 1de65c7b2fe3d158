package io.spicerack.flight;

import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryType;
import io.spicerack.query.QueryType.ListOf;
import io.spicerack.query.QueryType.Special;
import io.spicerack.query.SqlState;
import io.spicerack.table.BytesVector;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.DoubleVector;
import io.spicerack.table.LongVector;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedWidthVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VariableWidthVector;

/** What fills a vector of each type, as {@link ArrowTypes} tells it. */
final class ArrowColumns {
    private static final int UUID_TEXT = 36;
    private static final long NANOS_PER_MICRO = 1000;

    private ArrowColumns() {}

    /** One value that is not NULL. */
    @FunctionalInterface
    private interface Cell<V> {
        void write(ColumnVector from, int row, V to, int at) throws QueryRefusal;
    }

    static ArrowColumn of(QueryType type) {
        if (type instanceof ListOf list) {
            return new ArrowList(list.element(), of(list.element()));
        }
        if (type == Special.NULL) {
            return (from, first, count, to) -> {};
        }
        if (type == Special.INTERVAL) {
            return fixed(IntervalMonthDayNanoVector.class, ArrowColumns::interval);
        }
        if (type == Special.SMALLINT) {
            return fixed(SmallIntVector.class, (from, row, to, at) -> to.set(at, (short) number(from, row)));
        }
        return switch (type.carrier().kind()) {
            case BOOL -> fixed(BitVector.class, (from, row, to, at) -> to.set(at, (int) number(from, row)));
            case INT32 -> fixed(IntVector.class, (from, row, to, at) -> to.set(at, (int) number(from, row)));
            case INT64 -> fixed(BigIntVector.class, (from, row, to, at) -> to.set(at, number(from, row)));
            case DECIMAL -> fixed(DecimalVector.class, (from, row, to, at) -> to.set(at, number(from, row)));
            case WIDE_DECIMAL ->
                fixed(DecimalVector.class, (from, row, to, at) -> to.setBigEndian(at, bytes((BytesVector) from, row)));
            case FLOAT32 -> fixed(Float4Vector.class, (from, row, to, at) -> to.set(at, (float) floating(from, row)));
            case FLOAT64 -> fixed(Float8Vector.class, (from, row, to, at) -> to.set(at, floating(from, row)));
            case TEXT, JSON -> ArrowColumns::text;
            case BINARY -> ArrowColumns::binary;
            case UUID -> ArrowColumns::uuids;
            case DATE -> fixed(DateDayVector.class, (from, row, to, at) -> to.set(at, (int) number(from, row)));
            case TIME -> fixed(TimeMicroVector.class, (from, row, to, at) -> to.set(at, number(from, row)));
            case TIMESTAMP -> fixed(TimeStampMicroVector.class, (from, row, to, at) -> to.set(at, number(from, row)));
            case TIMESTAMP_UTC ->
                fixed(TimeStampMicroTZVector.class, (from, row, to, at) -> to.set(at, number(from, row)));
        };
    }

    private static <V extends FixedWidthVector> ArrowColumn fixed(Class<V> type, Cell<V> cell) {
        return (from, first, count, to) -> {
            V vector = type.cast(to);
            vector.allocateNew(count);
            each(from, first, count, vector, cell);
        };
    }

    private static <V> void each(ColumnVector from, int first, int count, V to, Cell<V> cell) throws QueryRefusal {
        for (int i = 0; i < count; i++) {
            if (!from.isNull(first + i)) {
                cell.write(from, first + i, to, i);
            }
        }
    }

    private static void text(ColumnVector from, int first, int count, FieldVector to) throws QueryRefusal {
        VarCharVector vector = (VarCharVector) to;
        allocate((BytesVector) from, first, count, vector);
        each(from, first, count, vector, (column, row, target, at) -> {
            BytesVector bytes = (BytesVector) column;
            target.set(at, bytes.data(), bytes.start(row), bytes.length(row));
        });
    }

    private static void binary(ColumnVector from, int first, int count, FieldVector to) throws QueryRefusal {
        VarBinaryVector vector = (VarBinaryVector) to;
        allocate((BytesVector) from, first, count, vector);
        each(from, first, count, vector, (column, row, target, at) -> {
            BytesVector bytes = (BytesVector) column;
            target.set(at, bytes.data(), bytes.start(row), bytes.length(row));
        });
    }

    private static void uuids(ColumnVector from, int first, int count, FieldVector to) throws QueryRefusal {
        VarCharVector vector = (VarCharVector) to;
        vector.allocateNew((long) count * UUID_TEXT, count);
        each(from, first, count, vector, (column, row, target, at) -> {
            ByteBuffer bits = buffer(column, row);
            target.set(at, new UUID(bits.getLong(), bits.getLong()).toString().getBytes(StandardCharsets.US_ASCII));
        });
    }

    private static void allocate(BytesVector from, int first, int count, VariableWidthVector to) {
        long bytes = 0;
        for (int row = first; row < first + count; row++) {
            bytes += from.length(row);
        }
        to.allocateNew(Math.max(1, bytes), count);
    }

    /** As PostgreSQL sends it: microseconds, days, months. */
    private static void interval(ColumnVector from, int row, IntervalMonthDayNanoVector to, int at)
            throws QueryRefusal {
        ByteBuffer interval = buffer(from, row);
        long micros = interval.getLong();
        int days = interval.getInt();
        int months = interval.getInt();
        try {
            to.set(at, months, days, Math.multiplyExact(micros, NANOS_PER_MICRO));
        } catch (ArithmeticException e) {
            throw new QueryRefusal(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                    "an interval of more than 292 years in hours cannot be told in Arrow; cast it to text");
        }
    }

    private static long number(ColumnVector column, int row) {
        return ((LongVector) column).value(row);
    }

    private static double floating(ColumnVector column, int row) {
        return ((DoubleVector) column).value(row);
    }

    private static byte[] bytes(BytesVector column, int row) {
        return Arrays.copyOfRange(column.data(), column.start(row), column.start(row) + column.length(row));
    }

    private static ByteBuffer buffer(ColumnVector column, int row) {
        BytesVector bytes = (BytesVector) column;
        return ByteBuffer.wrap(bytes.data(), bytes.start(row), bytes.length(row));
    }
}
