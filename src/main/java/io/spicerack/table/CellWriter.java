package io.spicerack.table;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;

/**
 * Appends one object to the vector of its column. What does not fit without loss is an ArithmeticException or
 * DateTimeException for a value, a ClassCastException for a class: without the value in it.
 */
final class CellWriter {
    private static final int WIDE_BYTES = 16;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private CellWriter() {}

    static void append(ColumnType type, Object value, ColumnVector vector) {
        switch (type.vector()) {
            case LONG -> ((LongVector) vector).append(toLong(type, value));
            case DOUBLE -> ((DoubleVector) vector).append(toDouble(type, value));
            case BYTES -> ((BytesVector) vector).append(toBytes(type, value));
        }
    }

    private static long toLong(ColumnType type, Object value) {
        return switch (type.kind()) {
            case BOOL -> as(Boolean.class, value) ? 1 : 0;
            case INT32 -> Math.toIntExact(exact(value).longValueExact());
            case INT64 -> exact(value).longValueExact();
            case DECIMAL -> unscaled((ColumnType.Decimal) type, value).longValueExact();
            case DATE ->
                (value instanceof java.sql.Date date ? date.toLocalDate() : as(LocalDate.class, value)).toEpochDay();
            case TIME ->
                micros((value instanceof java.sql.Time time ? time.toLocalTime() : as(LocalTime.class, value))
                        .toNanoOfDay());
            case TIMESTAMP -> micros(wallClock(value).toInstant(ZoneOffset.UTC));
            case TIMESTAMP_UTC -> micros(instant(value));
            case WIDE_DECIMAL, FLOAT32, FLOAT64, TEXT, JSON, BINARY, UUID -> throw elsewhere(type);
        };
    }

    private static double toDouble(ColumnType type, Object value) {
        return switch (type.kind()) {
            case FLOAT32 -> as(Float.class, value);
            case FLOAT64 -> value instanceof Float single ? single : as(Double.class, value);
            case BOOL,
                    INT32,
                    INT64,
                    DECIMAL,
                    WIDE_DECIMAL,
                    TEXT,
                    JSON,
                    BINARY,
                    UUID,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_UTC -> throw elsewhere(type);
        };
    }

    private static byte[] toBytes(ColumnType type, Object value) {
        return switch (type.kind()) {
            case WIDE_DECIMAL -> wide(unscaled((ColumnType.Decimal) type, value).toByteArray());
            case TEXT, JSON -> text(value).getBytes(StandardCharsets.UTF_8);
            case BINARY -> as(byte[].class, value);
            case UUID -> bytes(as(UUID.class, value));
            case BOOL, INT32, INT64, DECIMAL, FLOAT32, FLOAT64, DATE, TIME, TIMESTAMP, TIMESTAMP_UTC ->
                throw elsewhere(type);
        };
    }

    private static IllegalArgumentException elsewhere(ColumnType type) {
        return new IllegalArgumentException("a " + type + " is kept in a vector of " + type.vector());
    }

    private static String text(Object value) {
        return value instanceof Character
                ? value.toString()
                : as(CharSequence.class, value).toString();
    }

    private static byte[] bytes(UUID uuid) {
        return ByteBuffer.allocate(WIDE_BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    private static byte[] wide(byte[] shortest) {
        byte[] wide = new byte[WIDE_BYTES];
        Arrays.fill(wide, 0, WIDE_BYTES - shortest.length, (byte) (shortest[0] >> 7));
        System.arraycopy(shortest, 0, wide, WIDE_BYTES - shortest.length, shortest.length);
        return wide;
    }

    private static BigInteger unscaled(ColumnType.Decimal type, Object value) {
        BigDecimal scaled = exact(value).setScale(type.scale());
        if (scaled.precision() > type.precision()) {
            throw new ArithmeticException("too many digits");
        }
        return scaled.unscaledValue();
    }

    static BigDecimal exact(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        boolean integer =
                value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
        if (!integer) {
            throw new ClassCastException();
        }
        return BigDecimal.valueOf(((Number) value).longValue());
    }

    /** A Timestamp may stand for either; here it is the instant that its milliseconds say. */
    private static Instant instant(Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        if (value instanceof ZonedDateTime zoned) {
            return zoned.toInstant();
        }
        return value instanceof java.sql.Timestamp timestamp
                ? timestamp.toInstant()
                : as(OffsetDateTime.class, value).toInstant();
    }

    /** Drivers make a wall-clock Timestamp in the JVM's zone, where this reads it again. */
    private static LocalDateTime wallClock(Object value) {
        return value instanceof java.sql.Timestamp timestamp
                ? timestamp.toLocalDateTime()
                : as(LocalDateTime.class, value);
    }

    private static long micros(Instant instant) {
        if (!instant.truncatedTo(ChronoUnit.MICROS).equals(instant)) {
            throw new DateTimeException("finer than a microsecond");
        }
        long whole = Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND);
        return Math.addExact(whole, instant.get(ChronoField.MICRO_OF_SECOND));
    }

    private static long micros(long nanos) {
        if (nanos % 1000 != 0) {
            throw new DateTimeException("finer than a microsecond");
        }
        return nanos / 1000;
    }

    private static <T> T as(Class<T> type, Object value) {
        if (!type.isInstance(value)) {
            throw new ClassCastException();
        }
        return type.cast(value);
    }
}
