package io.spicerack.engine.worker;

import io.spicerack.table.BytesVector;
import io.spicerack.table.ChosenBytes;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.DoubleVector;
import io.spicerack.table.LongVector;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.duckdb.RawScan.RawColumn;
import org.duckdb.RawScan.RawType;
import org.duckdb.RawVector;
import org.jspecify.annotations.Nullable;

/** Writes rows of a column into a vector of DuckDB's, without an object for each. One thread. */
final class ColumnPut {
    private static final int TEXT_WIDTH = 16;

    /** DuckDB's earliest timestamp; the latest are the two that it takes for infinities. */
    private static final long FIRST_TIMESTAMP = -9_223_372_022_400_000_000L;

    private static final long LAST_TIMESTAMP = Long.MAX_VALUE - 1;
    private static final int LAST_DAY = Integer.MAX_VALUE - 1;

    /** Writes values of one type. */
    private interface Way {
        void put(ColumnVector from, int first, int count, RawVector to);
    }

    private record Bounds(String what, long least, long most) {}

    private final Column column;
    private final ColumnType type;
    private final @Nullable Bounds bounds;
    private final Way way;
    private final ChosenTexts chosenTexts = new ChosenTexts();
    private byte[] bytes = new byte[0];
    private long[] lengths = new long[0];

    ColumnPut(Column column) {
        this.column = column;
        this.type = column.type();
        this.bounds = bounds(type);
        this.way = way();
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

    /** How values of the column's type are written. */
    private Way way() {
        return switch (type.kind()) {
            case BOOL -> (from, first, count, to) -> booleans((LongVector) from, first, count, to.data(count, 1));
            case INT32, DATE ->
                (from, first, count, to) -> ints((LongVector) from, first, count, to.data(count, Integer.BYTES));
            case INT64, TIME, TIMESTAMP, TIMESTAMP_UTC ->
                (from, first, count, to) -> longs((LongVector) from, first, count, to.data(count, Long.BYTES));
            case DECIMAL -> (from, first, count, to) -> decimals((LongVector) from, first, count, to, type.precision());
            case FLOAT32 ->
                (from, first, count, to) -> floats((DoubleVector) from, first, count, to.data(count, Float.BYTES));
            case FLOAT64 ->
                (from, first, count, to) -> doubles((DoubleVector) from, first, count, to.data(count, Double.BYTES));
            case WIDE_DECIMAL ->
                (from, first, count, to) -> wide((BytesVector) from, first, count, to.data(count, TEXT_WIDTH), 0);
            case UUID ->
                (from, first, count, to) ->
                        wide((BytesVector) from, first, count, to.data(count, TEXT_WIDTH), Long.MIN_VALUE);
            case TEXT, JSON -> (from, first, count, to) -> texts((BytesVector) from, first, count, to);
            case BINARY -> (from, first, count, to) -> binary((BytesVector) from, first, count, to);
        };
    }

    /** What DuckDB has values for, where that is not all that the type has. */
    private static @Nullable Bounds bounds(ColumnType type) {
        return switch (type.kind()) {
            case DATE -> new Bounds("a date", -LAST_DAY, LAST_DAY);
            case TIMESTAMP, TIMESTAMP_UTC -> new Bounds("a timestamp", FIRST_TIMESTAMP, LAST_TIMESTAMP);
            case BOOL, INT32, INT64, DECIMAL, WIDE_DECIMAL, FLOAT32, FLOAT64, TEXT, JSON, BINARY, UUID, TIME -> null;
        };
    }

    /** Writes {@code count} rows from {@code first} on. */
    void put(ColumnVector from, int first, int count, RawVector to) {
        refuseOutside(from, first, count);
        way.put(from, first, count, to);
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
        Bounds held = bounds;
        if (held != null) {
            LongVector times = (LongVector) from;
            if (times.least(first, count) < held.least() || times.most(first, count) > held.most()) {
                throw outside(held.what());
            }
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
        boolean inline = length <= InlineTexts.MOST * count;
        for (int row = 0; row < count && inline; row++) {
            inline = from.length(first + row) <= InlineTexts.MOST;
        }
        if (inline && InlineTexts.isAscii(data, begin, length)) {
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

    private static void inline(BytesVector from, int first, int count, ByteBuffer to) {
        byte[] data = from.data();
        for (int row = 0; row < count; row++) {
            InlineTexts.put(data, from.start(first + row), from.length(first + row), to, row * TEXT_WIDTH);
        }
    }

    private static void binary(BytesVector from, int first, int count, RawVector to) {
        ByteBuffer data = to.data(count, TEXT_WIDTH);
        for (int row = 0; row < count; row++) {
            int start = from.start(first + row);
            int length = from.length(first + row);
            if (length <= InlineTexts.MOST) {
                InlineTexts.put(from.data(), start, length, data, row * TEXT_WIDTH);
            } else {
                to.putBytes(row, Arrays.copyOfRange(from.data(), start, start + length));
            }
        }
    }
}
