package io.spicerack.engine.worker;

import io.spicerack.engine.pipe.AnswerType;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import io.spicerack.table.BytesVector;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.DoubleVector;
import io.spicerack.table.LongVector;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.duckdb.RawVector;
import org.jspecify.annotations.Nullable;

/** Reads a column of an answer out of DuckDB's vectors. One thread. */
final class AnswerReader {
    private static final int WIDE = 16;
    private static final long MILLIS = 1000;
    private static final long SECONDS = 1_000_000;

    private final String name;
    private final AnswerType type;
    private final byte[] wide = new byte[WIDE];
    private final ByteBuffer turned = ByteBuffer.wrap(wide);
    private final AnswerTexts texts = new AnswerTexts();
    private long[] numbers = new long[0];

    AnswerReader(String name, AnswerType type) {
        this.name = name;
        this.type = type;
    }

    /** Whether all rows of a vector have to be read at once. */
    boolean readsAllAtOnce() {
        return type.is(AnswerType.Kind.LIST);
    }

    /** Adds what the texts and binary values of each row take. */
    void measure(RawVector from, int rows, long[] bytes) {
        AnswerType element = type.element();
        if (element != null && rows > 0) {
            // all lists' elements lie end to end, and are read together
            long[] each = new long[from.elementCount()];
            new AnswerReader(name, element).measure(from.elements(), each.length, each);
            bytes[0] += Arrays.stream(each).sum();
            return;
        }
        if (!isText()) {
            return;
        }
        ByteBuffer valid = from.valid(rows);
        ByteBuffer data = from.data(rows, WIDE);
        for (int row = 0; row < rows; row++) {
            if (RawVector.isValid(valid, row)) {
                bytes[row] += Integer.toUnsignedLong(data.getInt(row * WIDE));
            }
        }
    }

    /** Appends the rows from {@code first} up to {@code rows}. */
    void read(RawVector from, int first, int rows, ColumnVector to) throws QueryRefusal {
        ByteBuffer valid = from.valid(rows);
        switch (type.kind()) {
            case LIST -> lists(from, rows, valid, (BytesVector) to);
            case ENUM -> names(from, first, rows, valid, (BytesVector) to);
            case NULL -> {
                for (int row = first; row < rows; row++) {
                    to.appendNull();
                }
            }
            case BOOLEAN,
                    TINYINT,
                    SMALLINT,
                    INTEGER,
                    BIGINT,
                    UTINYINT,
                    USMALLINT,
                    UINTEGER,
                    UBIGINT,
                    FLOAT,
                    DOUBLE,
                    TIMESTAMP,
                    DATE,
                    TIME,
                    INTERVAL,
                    HUGEINT,
                    VARCHAR,
                    JSON,
                    BLOB,
                    DECIMAL,
                    TIMESTAMP_S,
                    TIMESTAMP_MS,
                    UUID,
                    TIMESTAMP_TZ -> {
                ByteBuffer data = from.data(rows, type.width());
                if (isText()) {
                    texts.read(data, first, rows, valid, (BytesVector) to);
                    return;
                }
                if (valid == null && to instanceof LongVector longs) {
                    numbers(data, first, rows, longs);
                    return;
                }
                for (int row = first; row < rows; row++) {
                    if (RawVector.isValid(valid, row)) {
                        value(data, row, to);
                    } else {
                        to.appendNull();
                    }
                }
            }
        }
    }

    private boolean isText() {
        return type.is(AnswerType.Kind.VARCHAR) || type.is(AnswerType.Kind.JSON) || type.is(AnswerType.Kind.BLOB);
    }

    /** Of which none is NULL: all at once where they are as DuckDB has them. */
    private void numbers(ByteBuffer data, int first, int rows, LongVector to) throws QueryRefusal {
        int count = rows - first;
        if (numbers.length < count) {
            numbers = new long[count];
        }
        boolean same = type.is(AnswerType.Kind.BIGINT)
                || type.is(AnswerType.Kind.TIME)
                || (type.is(AnswerType.Kind.DECIMAL) && type.width() == Long.BYTES);
        if (same) {
            data.asLongBuffer().get(first, numbers, 0, count);
        } else {
            for (int row = first; row < rows; row++) {
                numbers[row - first] = number(data, row);
            }
        }
        to.append(numbers, count);
    }

    private void value(ByteBuffer data, int row, ColumnVector to) throws QueryRefusal {
        if (to instanceof LongVector longs) {
            longs.append(number(data, row));
        } else if (to instanceof DoubleVector doubles) {
            doubles.append(
                    type.is(AnswerType.Kind.FLOAT)
                            ? data.getFloat(row * Float.BYTES)
                            : data.getDouble(row * Double.BYTES));
        } else if (to instanceof BytesVector bytes) {
            bytes(data, row, bytes);
        }
    }

    /** What a vector of whole numbers takes. */
    long number(ByteBuffer data, int row) throws QueryRefusal {
        return switch (type.kind()) {
            case BOOLEAN, UTINYINT -> data.get(row) & 0xFF;
            case TINYINT -> data.get(row);
            case SMALLINT -> data.getShort(row * Short.BYTES);
            case USMALLINT -> data.getShort(row * Short.BYTES) & 0xFFFF;
            case INTEGER, DATE -> finite(data.getInt(row * Integer.BYTES), Integer.MAX_VALUE);
            case UINTEGER -> data.getInt(row * Integer.BYTES) & 0xFFFF_FFFFL;
            case BIGINT, TIME -> data.getLong(row * Long.BYTES);
            case TIMESTAMP, TIMESTAMP_TZ -> finite(data.getLong(row * Long.BYTES), Long.MAX_VALUE);
            case TIMESTAMP_MS -> Math.multiplyExact(finite(data.getLong(row * Long.BYTES), Long.MAX_VALUE), MILLIS);
            case TIMESTAMP_S -> Math.multiplyExact(finite(data.getLong(row * Long.BYTES), Long.MAX_VALUE), SECONDS);
            case DECIMAL ->
                type.width() == Short.BYTES
                        ? data.getShort(row * Short.BYTES)
                        : type.width() == Integer.BYTES
                                ? data.getInt(row * Integer.BYTES)
                                : data.getLong(row * Long.BYTES);
            case UBIGINT, FLOAT, DOUBLE, INTERVAL, HUGEINT, VARCHAR, JSON, BLOB, ENUM, LIST, UUID, NULL ->
                throw new IllegalStateException("a " + type.kind() + " is no whole number");
        };
    }

    /** DuckDB keeps infinities as the largest numbers; of integers none is one. */
    private long finite(long value, long infinity) throws QueryRefusal {
        boolean day = type.kind() != AnswerType.Kind.INTEGER;
        if (day && (value == infinity || value == -infinity)) {
            throw new QueryRefusal(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                    "column \"" + name
                            + "\" of the answer has a time without end, which cannot be sent. Cast it to text");
        }
        return value;
    }

    private void bytes(ByteBuffer data, int row, BytesVector to) throws QueryRefusal {
        switch (type.kind()) {
            case UUID -> wide(data.getLong(row * WIDE + Long.BYTES) ^ Long.MIN_VALUE, data.getLong(row * WIDE), to);
            case DECIMAL -> wide(data.getLong(row * WIDE + Long.BYTES), data.getLong(row * WIDE), to);
            case UBIGINT -> wide(0, data.getLong(row * Long.BYTES), to);
            case HUGEINT -> {
                long high = data.getLong(row * WIDE + Long.BYTES);
                long low = data.getLong(row * WIDE);
                if (WideNumbers.digits(high, low) > WideNumbers.MOST_DIGITS) {
                    throw new QueryRefusal(
                            SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                            "column \"" + name
                                    + "\" of the answer has a number of more than 38 digits. Cast it to text");
                }
                wide(high, low, to);
            }
            case INTERVAL -> {
                // DuckDB has months, days and microseconds
                turned.putLong(0, data.getLong(row * WIDE + Long.BYTES))
                        .putInt(Long.BYTES, data.getInt(row * WIDE + Integer.BYTES))
                        .putInt(Long.BYTES + Integer.BYTES, data.getInt(row * WIDE));
                to.append(wide);
            }
            case BOOLEAN,
                    TINYINT,
                    SMALLINT,
                    INTEGER,
                    BIGINT,
                    UTINYINT,
                    USMALLINT,
                    UINTEGER,
                    FLOAT,
                    DOUBLE,
                    TIMESTAMP,
                    DATE,
                    TIME,
                    TIMESTAMP_S,
                    TIMESTAMP_MS,
                    ENUM,
                    LIST,
                    TIMESTAMP_TZ,
                    VARCHAR,
                    JSON,
                    BLOB,
                    NULL -> throw new IllegalStateException("a " + type.kind() + " is not one of 16 bytes");
        }
    }

    private void wide(long high, long low, BytesVector to) {
        turned.putLong(0, high).putLong(Long.BYTES, low);
        to.append(wide);
    }

    private static void names(RawVector from, int first, int rows, @Nullable ByteBuffer valid, BytesVector to) {
        RawVector.RawNames names = from.names();
        ByteBuffer data = from.data(rows, names.width());
        for (int row = first; row < rows; row++) {
            if (RawVector.isValid(valid, row)) {
                int place = names.width() == 1
                        ? data.get(row) & 0xFF
                        : names.width() == 2 ? data.getShort(row * 2) & 0xFFFF : data.getInt(row * Integer.BYTES);
                to.append(names.names()[place]);
            } else {
                to.appendNull();
            }
        }
    }

    private void lists(RawVector from, int rows, @Nullable ByteBuffer valid, BytesVector to) throws QueryRefusal {
        AnswerType element = type.element();
        if (element == null) {
            throw new IllegalStateException("a list has elements");
        }
        ByteBuffer places = from.data(rows, type.width());
        int count = from.elementCount();
        ListTexts texts = new ListTexts(element);
        if (count > 0) {
            new AnswerReader(name, element).read(from.elements(), 0, count, texts.elements());
        }
        for (int row = 0; row < rows; row++) {
            if (RawVector.isValid(valid, row)) {
                int first = Math.toIntExact(places.getLong(row * WIDE));
                to.append(texts.list(first, Math.toIntExact(places.getLong(row * WIDE + Long.BYTES))));
            } else {
                to.appendNull();
            }
        }
    }
}
