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
        append(group, column, row, text);
        return text.toString();
    }

    /** Appends the text of a cell that is not NULL. */
    static void append(RowGroup group, int column, int row, StringBuilder text) {
        append(group.schema().column(column).type(), group.column(column), row, text);
    }

    static void append(ColumnType type, ColumnVector vector, int row, StringBuilder text) {
        if (vector instanceof LongVector longs) {
            appendLong(type, longs.value(row), text);
        } else if (vector instanceof DoubleVector doubles) {
            double value = doubles.value(row);
            text.append(((ColumnType.Floating) type).bits() == 32 ? of((float) value) : of(value));
        } else if (vector instanceof BytesVector bytes) {
            appendBytes(type, bytes.data(), bytes.start(row), bytes.length(row), text);
        }
    }

    private static void appendLong(ColumnType type, long value, StringBuilder text) {
        if (type instanceof ColumnType.Bool) {
            text.append(value != 0);
        } else if (type instanceof ColumnType.Decimal decimal) {
            text.append(BigDecimal.valueOf(value, decimal.scale()).toPlainString());
        } else if (type instanceof ColumnType.Date) {
            text.append(LocalDate.ofEpochDay(value));
        } else if (type instanceof ColumnType.Time) {
            appendTime(value, text);
        } else if (type instanceof ColumnType.Timestamp timestamp) {
            text.append(LocalDate.ofEpochDay(Math.floorDiv(value, MICROS_PER_DAY)));
            appendTime(Math.floorMod(value, MICROS_PER_DAY), text.append('T'));
            text.append(timestamp.utc() ? "Z" : "");
        } else {
            text.append(value);
        }
    }

    private static void appendBytes(ColumnType type, byte[] data, int start, int length, StringBuilder text) {
        if (type instanceof ColumnType.Decimal decimal) {
            text.append(new BigDecimal(new BigInteger(data, start, length), decimal.scale()).toPlainString());
        } else if (type instanceof ColumnType.Uuid) {
            String hex = HexFormat.of().formatHex(data, start, start + length);
            text.append(hex, 0, 8).append('-').append(hex, 8, 12).append('-').append(hex, 12, 16);
            text.append('-').append(hex, 16, 20).append('-').append(hex, 20, 32);
        } else if (type instanceof ColumnType.Binary) {
            text.append(of(Arrays.copyOfRange(data, start, start + length)));
        } else {
            text.append(new String(data, start, length, StandardCharsets.UTF_8));
        }
    }

    /** Micros since midnight; 24:00:00 is a time in PostgreSQL. */
    private static void appendTime(long micros, StringBuilder text) {
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
        StringBuilder text = new StringBuilder();
        appendTime(value.toNanoOfDay() / 1000, text);
        return text.toString();
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
