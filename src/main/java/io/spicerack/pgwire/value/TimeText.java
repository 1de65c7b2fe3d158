package io.spicerack.pgwire.value;

import java.time.LocalDate;

/** Days and times in PostgreSQL's ISO style. */
final class TimeText {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

    private TimeText() {}

    /** @param days since 1970-01-01 */
    static String date(long days) {
        LocalDate date = LocalDate.ofEpochDay(days);
        return day(date) + era(date);
    }

    /** @param micros since midnight; 24:00:00 is a time */
    static String time(long micros) {
        StringBuilder text = new StringBuilder(15);
        time(micros, text);
        return text.toString();
    }

    /**
     * @param micros since 1970-01-01
     * @param offset after the time: of an instant
     */
    static String timestamp(long micros, String offset) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(micros, MICROS_PER_DAY));
        StringBuilder text = new StringBuilder(32).append(day(date)).append(' ');
        time(Math.floorMod(micros, MICROS_PER_DAY), text);
        return text.append(offset).append(era(date)).toString();
    }

    /** The year before year 1 is 1 BC. */
    private static String day(LocalDate date) {
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        StringBuilder text = new StringBuilder(10);
        String digits = Integer.toString(year);
        text.append("0".repeat(Math.max(0, 4 - digits.length()))).append(digits).append('-');
        two(date.getMonthValue(), text).append('-');
        return two(date.getDayOfMonth(), text).toString();
    }

    private static String era(LocalDate date) {
        return date.getYear() > 0 ? "" : " BC";
    }

    static void time(long micros, StringBuilder text) {
        long seconds = micros / MICROS_PER_SECOND;
        two(seconds / 3600, text).append(':');
        two(seconds / 60 % 60, text).append(':');
        two(seconds % 60, text);
        fraction(micros % MICROS_PER_SECOND, text);
    }

    private static void fraction(long micros, StringBuilder text) {
        long left = micros;
        if (left > 0) {
            text.append('.');
            for (long digit = MICROS_PER_SECOND / 10; left > 0; digit /= 10) {
                text.append((char) ('0' + left / digit));
                left %= digit;
            }
        }
    }

    private static StringBuilder two(long value, StringBuilder text) {
        if (value < 10) {
            text.append('0');
        }
        return text.append(value);
    }
}
