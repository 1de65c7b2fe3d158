package io.spicerack.engine.worker;

import io.spicerack.table.BytesVector;
import io.spicerack.table.ChosenBytes;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.DoubleVector;
import io.spicerack.table.LongVector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.duckdb.RawScan.RawColumn;
import org.duckdb.RawScan.RawType;
import org.duckdb.RawVector;

/** Writes rows of a column into a vector of DuckDB's, without an object for each. One thread. */
final class ColumnPut {
    /** A text up to here stands in the vector itself, behind its length. */
    static final int INLINE = 12;

    private static final int TEXT_WIDTH = 16;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    /** DuckDB's earliest timestamp; the latest are the two that it takes for infinities. */
    private static final long FIRST_TIMESTAMP = -9_223_372_022_400_000_000L;

    private static final long LAST_TIMESTAMP = Long.MAX_VALUE - 1;
    private static final int LAST_DAY = Integer.MAX_VALUE - 1;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Column column;
    private final ColumnType type;
    private final ChosenTexts chosenTexts = new ChosenTexts();
    private byte[] bytes = new byte[0];
    private long[] lengths = new long[0];

    ColumnPut(Column column) {
        this.column = column;
        this.type = column.type();
    }

    /** The column as DuckDB has it. */
    static RawColumn raw(Column column) {
        ColumnType type = column.type();
        return new RawColumn(column.name(), raw(type), type.precision(), type.scale());
    }

    private static RawType raw(ColumnType type) {
        return switch (type.kind()) {
            case BOOL -> RawType.BOOLEAN;
            case INT32 -> RawType.INTEGER;
            case INT64 -> RawType.BIGINT;
            case DECIMAL, WIDE_DECIMAL -> RawType.DECIMAL;
            case FLOAT32 -> RawType.FLOAT;
            case FLOAT64 -> RawType.DOUBLE;
            case TEXT, JSON -> RawType.VARCHAR;
            case BINARY -> RawType.BLOB;
            case UUID -> RawType.UUID;
            case DATE -> RawType.DATE;
            case TIME -> RawType.TIME;
            case TIMESTAMP -> RawType.TIMESTAMP;
            case TIMESTAMP_UTC -> RawType.TIMESTAMP_TZ;
        };
    }

    /** Writes {@code count} rows from {@code first} on. */
    void put(ColumnVector from, int first, int count, RawVector to) {
        refuseOutside(from, first, count);
        switch (type.kind()) {
            case BOOL -> booleans((LongVector) from, first, count, to.data(count, 1));
            case INT32, DATE -> ints((LongVector) from, first, count, to.data(count, Integer.BYTES));
            case INT64, TIME, TIMESTAMP, TIMESTAMP_UTC ->
                longs((LongVector) from, first, count, to.data(count, Long.BYTES));
            case DECIMAL -> decimals((LongVector) from, first, count, to, type.precision());
            case FLOAT32 -> floats((DoubleVector) from, first, count, to.data(count, Float.BYTES));
            case FLOAT64 -> doubles((DoubleVector) from, first, count, to.data(count, Double.BYTES));
            case WIDE_DECIMAL -> wide((BytesVector) from, first, count, to.data(count, TEXT_WIDTH), 0);
            case UUID -> wide((BytesVector) from, first, count, to.data(count, TEXT_WIDTH), Long.MIN_VALUE);
            case TEXT, JSON -> texts((BytesVector) from, first, count, to);
            case BINARY -> binary((BytesVector) from, first, count, to);
        }
        if (from.nullCount() == 0) {
            to.noneIsNull(count);
        } else {
            ByteBuffer valid = to.allValid(count);
            for (int row = 0; row < count; row++) {
                if (from.isNull(first + row)) {
                    RawVector.setNull(valid, row);
                }
            }
        }
    }

    private static void booleans(LongVector from, int first, int count, ByteBuffer to) {
        for (int row = 0; row < count; row++) {
            to.put(row, (byte) from.value(first + row));
        }
    }

    private static void ints(LongVector from, int first, int count, ByteBuffer to) {
        from.copy(first, count, to.asIntBuffer());
    }

    private static void longs(LongVector from, int first, int count, ByteBuffer to) {
        from.copy(first, count, to.asLongBuffer());
    }

    /** Refuses dates and timestamps that DuckDB has no value for. */
    void refuseOutside(ColumnVector from, int first, int count) {
        boolean isDate = type.kind() == ColumnType.Kind.DATE;
        boolean isTimestamp =
                type.kind() == ColumnType.Kind.TIMESTAMP || type.kind() == ColumnType.Kind.TIMESTAMP_UTC;
        if (!isDate && !isTimestamp) {
            return;
        }
        LongVector times = (LongVector) from;
        long earliest = isDate ? -LAST_DAY : FIRST_TIMESTAMP;
        long latest = isDate ? LAST_DAY : LAST_TIMESTAMP;
        if (times.least(first, count) < earliest || times.most(first, count) > latest) {
            throw outside(isDate ? "a date" : "a timestamp");
        }
    }

    private UnreadableValueException outside(String what) {
        return new UnreadableValueException("column \"" + column.name() + "\" has " + what
                + " that DuckDB cannot hold. Leave the column out, or read the data set with spicerack read");
    }

    /** As wide as their precision asks for. */
    private static void decimals(LongVector from, int first, int count, RawVector to, int precision) {
        if (precision <= 4) {
            ByteBuffer shorts = to.data(count, Short.BYTES);
            for (int row = 0; row < count; row++) {
                shorts.putShort(row * Short.BYTES, (short) from.value(first + row));
            }
        } else if (precision <= 9) {
            ints(from, first, count, to.data(count, Integer.BYTES));
        } else {
            longs(from, first, count, to.data(count, Long.BYTES));
        }
    }

    private static void floats(DoubleVector from, int first, int count, ByteBuffer to) {
        for (int row = 0; row < count; row++) {
            to.putFloat(row * Float.BYTES, (float) from.value(first + row));
        }
    }

    private static void doubles(DoubleVector from, int first, int count, ByteBuffer to) {
        from.copy(first, count, to.asDoubleBuffer());
    }

    /** 16 bytes, the highest first, as two numbers, the lower first; DuckDB keeps UUIDs with the highest bit turned. */
    private static void wide(BytesVector from, int first, int count, ByteBuffer to, long turned) {
        ByteBuffer values = ByteBuffer.wrap(from.data());
        for (int row = 0; row < count; row++) {
            if (!from.isNull(first + row)) {
                int start = from.start(first + row);
                to.putLong(row * TEXT_WIDTH, values.getLong(start + Long.BYTES));
                to.putLong(row * TEXT_WIDTH + Long.BYTES, values.getLong(start) ^ turned);
            }
        }
    }

    /** Short ones of ASCII at once; all others through DuckDB, which looks whether they are UTF-8. */
    private void texts(BytesVector from, int first, int count, RawVector to) {
        ChosenBytes chosen = from.chosen();
        if (chosen != null) {
            chosenTexts.put(chosen, first, count, to);
            return;
        }
        int begin = from.start(first);
        int length = from.start(first + count - 1) + from.length(first + count - 1) - begin;
        byte[] data = from.data();
        boolean inline = length <= INLINE * count;
        for (int row = 0; row < count && inline; row++) {
            inline = from.length(first + row) <= INLINE;
        }
        if (inline && isAscii(data, begin, length)) {
            inline(from, first, count, to.data(count, TEXT_WIDTH));
            return;
        }
        if (lengths.length != count) {
            lengths = new long[count];
        }
        for (int row = 0; row < count; row++) {
            lengths[row] = from.isNull(first + row) ? -1 : from.length(first + row);
        }
        if (begin == 0) {
            to.putTexts(data, lengths, length);
            return;
        }
        if (bytes.length < length) {
            bytes = new byte[length + length / 4];
        }
        System.arraycopy(data, begin, bytes, 0, length);
        to.putTexts(bytes, lengths, length);
    }

    static boolean isAscii(byte[] data, int start, int length) {
        int end = start + length;
        int at = start;
        long any = 0;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            any |= (long) LONGS.get(data, at);
        }
        for (; at < end; at++) {
            any |= data[at];
        }
        return (any & HIGH_BITS) == 0;
    }

    private static void inline(BytesVector from, int first, int count, ByteBuffer to) {
        byte[] data = from.data();
        for (int row = 0; row < count; row++) {
            inline(data, from.start(first + row), from.length(first + row), to, row * TEXT_WIDTH);
        }
    }

    /** Its length, then its bytes, then zeros: as two numbers at a time, where the array goes on far enough. */
    static void inline(byte[] data, int start, int length, ByteBuffer to, int at) {
        if (start + TEXT_WIDTH > data.length || to.order() != ByteOrder.LITTLE_ENDIAN) {
            to.putLong(at, 0);
            to.putLong(at + Long.BYTES, 0);
            to.putInt(at, length);
            to.put(at + Integer.BYTES, data, start, length);
            return;
        }
        long first = (int) INTS.get(data, start) & 0xFFFF_FFFFL;
        long rest = (long) LONGS.get(data, start + Integer.BYTES);
        int beyond = length - Integer.BYTES;
        if (beyond <= 0) {
            first &= (1L << (length * Byte.SIZE)) - 1;
            rest = 0;
        } else if (beyond < Long.BYTES) {
            rest &= (1L << (beyond * Byte.SIZE)) - 1;
        }
        to.putLong(at, first << Integer.SIZE | length);
        to.putLong(at + Long.BYTES, rest);
    }

    private static void binary(BytesVector from, int first, int count, RawVector to) {
        ByteBuffer data = to.data(count, TEXT_WIDTH);
        for (int row = 0; row < count; row++) {
            int start = from.start(first + row);
            int length = from.length(first + row);
            if (length <= INLINE) {
                inline(from.data(), start, length, data, row * TEXT_WIDTH);
            } else {
                to.putBytes(row, Arrays.copyOfRange(from.data(), start, start + length));
            }
        }
    }
}
