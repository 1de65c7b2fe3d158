package io.spicerack.source.mysql;

import io.spicerack.source.FieldReader;
import io.spicerack.source.JdbcFields;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The text that the server prints of a TIME. The driver's own is another where the column has 1 to 5 decimals: it writes all
 * six digits of 50 milliseconds, {@code 050000}, as the number {@code 50000}. Stateless.
 */
final class MySqlTime {
    private static final int MOST_DECIMALS = 6;

    private MySqlTime() {}

    /** @param decimals of the column, as its metadata has them; more than six where they are not fixed */
    static FieldReader reader(int decimals) {
        int digits = Math.min(decimals, MOST_DECIMALS);
        return (row, index, vector) -> {
            Duration time = row.getObject(index, Duration.class);
            JdbcFields.append(time == null ? null : text(time, digits).getBytes(StandardCharsets.US_ASCII), vector);
        };
    }

    static String text(Duration time, int decimals) {
        Duration size = time.abs();
        StringBuilder text = new StringBuilder(time.isNegative() ? "-" : "");
        padded(text, size.toHours(), 2);
        padded(text.append(':'), size.toMinutesPart(), 2);
        padded(text.append(':'), size.toSecondsPart(), 2);
        if (decimals > 0) {
            long fraction = size.toNanosPart();
            for (int cut = decimals; cut < 9; cut++) {
                fraction /= 10;
            }
            padded(text.append('.'), fraction, decimals);
        }
        return text.toString();
    }

    private static void padded(StringBuilder text, long number, int width) {
        String digits = Long.toString(number);
        text.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
    }
}
