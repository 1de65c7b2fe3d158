package io.spicerack.table;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The canonical text of a cell, for CSV, JSON and checksums (docs/format.md, "Canonical text and checksum"). Who reads the
 * same values elsewhere gets the same texts from the {@code of} methods. Thread-safe: it holds nothing.
 */
public final class CellText {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

    private CellText() {}

    /** The text of a cell; null where it is NULL. */
    public static @Nullable String of(RowGroup group, int column, int row) {
        if (group.column(column).isNull(row)) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        append(group.schema().column(column).type(), group.column(column), row, text);
        return text.toString();
    }

    /** Appends the text of a cell that is not NULL. */
    static StringBuilder append(ColumnType type, ColumnVector vector, int row, StringBuilder text) {
        return switch (type.kind()) {
            case BOOL -> text.append(number(vector, row) != 0);
            case INT32, INT64 -> text.append(number(vector, row));
            case DECIMAL ->
                text.append(
                        BigDecimal.valueOf(number(vector, row), type.scale()).toPlainString());
            case WIDE_DECIMAL -> text.append(wide((BytesVector) vector, row, type.scale()));
            case FLOAT32 -> text.append(of((float) ((DoubleVector) vector).value(row)));
            case FLOAT64 -> text.append(of(((DoubleVector) vector).value(row)));
            case TEXT, JSON -> text.append(utf8((BytesVector) vector, row));
            case BINARY -> text.append(base64((BytesVector) vector, row));
            case UUID -> appendUuid((BytesVector) vector, row, text);
            case DATE -> text.append(LocalDate.ofEpochDay(number(vector, row)));
            case TIME -> appendTime(number(vector, row), text);
            case TIMESTAMP -> appendTimestamp(number(vector, row), text);
            case TIMESTAMP_UTC -> appendTimestamp(number(vector, row), text).append('Z');
        };
    }

    private static long number(ColumnVector vector, int row) {
        return ((LongVector) vector).value(row);
    }

    private static String wide(BytesVector bytes, int row, int scale) {
        BigInteger unscaled = new BigInteger(bytes.data(), bytes.start(row), bytes.length(row));
        return new BigDecimal(unscaled, scale).toPlainString();
    }

    private static String utf8(BytesVector bytes, int row) {
        return new String(bytes.data(), bytes.start(row), bytes.length(row), StandardCharsets.UTF_8);
    }

    private static String base64(BytesVector bytes, int row) {
        int start = bytes.start(row);
        return of(Arrays.copyOfRange(bytes.data(), start, start + bytes.length(row)));
    }

    private static StringBuilder appendUuid(BytesVector bytes, int row, StringBuilder text) {
        int start = bytes.start(row);
        String hex = HexFormat.of().formatHex(bytes.data(), start, start + bytes.length(row));
        text.append(hex, 0, 8).append('-').append(hex, 8, 12).append('-').append(hex, 12, 16);
        return text.append('-').append(hex, 16, 20).append('-').append(hex, 20, 32);
    }

    private static StringBuilder appendTimestamp(long micros, StringBuilder text) {
        text.append(LocalDate.ofEpochDay(Math.floorDiv(micros, MICROS_PER_DAY))).append('T');
        return appendTime(Math.floorMod(micros, MICROS_PER_DAY), text);
    }

    /** Micros since midnight; 24:00:00 is a time in PostgreSQL. */
    private static StringBuilder appendTime(long micros, StringBuilder text) {
        long seconds = micros / MICROS_PER_SECOND;
        appendTwo(seconds / 3600, text).append(':');
        appendTwo(seconds / 60 % 60, text).append(':');
        appendTwo(seconds % 60, text);
        long fraction = micros % MICROS_PER_SECOND;
        if (fraction != 0) {
            text.append('.');
            for (long digit = MICROS_PER_SECOND / 10; fraction != 0; digit /= 10) {
                text.append((char) ('0' + fraction / digit));
                fraction %= digit;
            }
        }
        return text;
    }

    private static StringBuilder appendTwo(long value, StringBuilder text) {
        return text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }

    /** The shortest decimal that reads back to the same double, equal on every Java (JDK-4511638 came with Java 19). */
    public static String of(double value) {
        return NumberOutput.toString(value, true);
    }

    public static String of(float value) {
        return NumberOutput.toString(value, true);
    }

    /** All digits of {@code scale}; {@code ArithmeticException} where the value has more that are not zero. */
    public static String of(BigDecimal value, int scale) {
        return value.setScale(scale).toPlainString();
    }

    public static String of(LocalDate value) {
        return value.toString();
    }

    public static String of(LocalTime value) {
        return appendTime(value.toNanoOfDay() / 1000, new StringBuilder()).toString();
    }

    public static String of(LocalDateTime value) {
        return of(value.toLocalDate()) + "T" + of(value.toLocalTime());
    }

    public static String of(Instant value) {
        return of(LocalDateTime.ofInstant(value, ZoneOffset.UTC)) + "Z";
    }

    public static String of(byte[] value) {
        return Base64.getEncoder().encodeToString(value);
    }
}
