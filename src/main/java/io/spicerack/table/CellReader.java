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
        return switch (type.kind()) {
            case BOOL -> number(vector, row) != 0;
            case INT32 -> (int) number(vector, row);
            case INT64 -> number(vector, row);
            case DECIMAL -> BigDecimal.valueOf(number(vector, row), type.scale());
            case WIDE_DECIMAL -> new BigDecimal(new BigInteger(bytes(vector, row)), type.scale());
            case FLOAT32 -> (float) ((DoubleVector) vector).value(row);
            case FLOAT64 -> ((DoubleVector) vector).value(row);
            case TEXT, JSON -> new String(bytes(vector, row), StandardCharsets.UTF_8);
            case BINARY -> bytes(vector, row);
            case UUID -> uuid(ByteBuffer.wrap(bytes(vector, row)));
            case DATE -> LocalDate.ofEpochDay(number(vector, row));
            case TIME -> LocalTime.ofNanoOfDay(number(vector, row) * NANOS_PER_MICRO);
            case TIMESTAMP -> instant(number(vector, row)).toLocalDateTime();
            case TIMESTAMP_UTC -> instant(number(vector, row));
        };
    }

    private static long number(ColumnVector vector, int row) {
        return ((LongVector) vector).value(row);
    }

    private static byte[] bytes(ColumnVector vector, int row) {
        BytesVector bytes = (BytesVector) vector;
        int start = bytes.start(row);
        return Arrays.copyOfRange(bytes.data(), start, start + bytes.length(row));
    }

    private static UUID uuid(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static OffsetDateTime instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
