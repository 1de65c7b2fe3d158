package io.spicerack.table;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One value of a vector as an object. */
final class CellReader {
    private static final long NANOS_PER_MICRO = 1000;

    private CellReader() {}

    static @Nullable Object value(ColumnType type, ColumnVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        if (vector instanceof LongVector longs) {
            return ofLong(type, longs.value(row));
        }
        if (vector instanceof DoubleVector doubles) {
            double value = doubles.value(row);
            return ((ColumnType.Floating) type).bits() == 32 ? (Object) (float) value : (Object) value;
        }
        BytesVector bytes = (BytesVector) vector;
        int start = bytes.start(row);
        return ofBytes(type, Arrays.copyOfRange(bytes.data(), start, start + bytes.length(row)));
    }

    private static Object ofLong(ColumnType type, long value) {
        if (type instanceof ColumnType.Bool) {
            return value != 0;
        }
        if (type instanceof ColumnType.Int integer) {
            return integer.bits() == 32 ? (Object) (int) value : (Object) value;
        }
        if (type instanceof ColumnType.Decimal decimal) {
            return BigDecimal.valueOf(value, decimal.scale());
        }
        if (type instanceof ColumnType.Date) {
            return LocalDate.ofEpochDay(value);
        }
        if (type instanceof ColumnType.Time) {
            return LocalTime.ofNanoOfDay(value * NANOS_PER_MICRO);
        }
        OffsetDateTime utc = Instant.EPOCH.plus(value, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        return ((ColumnType.Timestamp) type).utc() ? utc : utc.toLocalDateTime();
    }

    private static Object ofBytes(ColumnType type, byte[] value) {
        if (type instanceof ColumnType.Decimal decimal) {
            return new BigDecimal(new BigInteger(value), decimal.scale());
        }
        if (type instanceof ColumnType.Uuid) {
            ByteBuffer buffer = ByteBuffer.wrap(value);
            return new UUID(buffer.getLong(), buffer.getLong());
        }
        return type instanceof ColumnType.Binary ? value : new String(value, StandardCharsets.UTF_8);
    }
}
