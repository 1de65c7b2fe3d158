package io.spicerack.source.mysql;

import io.spicerack.table.CellText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** The texts that MySQL and MariaDB print of numbers and times where they are not the canonical ones. Stateless. */
final class MySqlText {
    private static final long MICROS = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    /** Digits before the decimal point up to which a number is written without an exponent (dtoa.c, my_gcvt). */
    private static final int MOST_PLACES = 15;

    private static final DateTimeFormatter DATETIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 6, 6, true)
            .toFormatter(Locale.ROOT);

    private MySqlText() {}

    /** A double without a fixed number of decimals: the shortest digits that read back, as my_gcvt places them. */
    static String of(double value) {
        if (!Double.isFinite(value)) {
            // the server has none of these
            return CellText.of(value);
        }
        if (value == 0) {
            return Double.compare(value, 0) < 0 ? "-0" : "0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int places = digits.length() - shortest.scale();
        String sign = value < 0 ? "-" : "";
        if (places > -MOST_PLACES && places <= MOST_PLACES) {
            return sign + shortest.toPlainString();
        }
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return sign + digits.charAt(0) + fraction + "e" + (places - 1);
    }

    /** Java gives two digits where one would do, as for the least number there is: 4.9E-324. */
    private static BigDecimal shortest(double value) {
        BigDecimal digits = new BigDecimal(CellText.of(value)).stripTrailingZeros();
        if (digits.precision() == 2) {
            BigDecimal one = new BigDecimal(value).round(new MathContext(1));
            return one.doubleValue() == value ? one.stripTrailingZeros() : digits;
        }
        return digits;
    }

    /** A DATETIME(6) of microseconds since 1970. */
    static String ofMicros(long micros) {
        return DATETIME.format(LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS), (int) Math.floorMod(micros, MICROS) * NANOS_PER_MICRO, ZoneOffset.UTC));
    }
}
