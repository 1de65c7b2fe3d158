package io.spicerack.source.mysql;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** The texts that MySQL and MariaDB print of times where they are not the canonical ones. Stateless. */
final class MySqlText {
    private static final long MICROS = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private static final DateTimeFormatter DATETIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 6, 6, true)
            .toFormatter(Locale.ROOT);

    private MySqlText() {}

    /** A DATETIME(6) of microseconds since 1970. */
    static String ofMicros(long micros) {
        return DATETIME.format(LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS), (int) Math.floorMod(micros, MICROS) * NANOS_PER_MICRO, ZoneOffset.UTC));
    }
}
