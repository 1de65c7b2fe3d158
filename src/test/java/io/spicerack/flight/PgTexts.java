package io.spicerack.flight;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.arrow.vector.PeriodDuration;

/** Arrow's values as PostgreSQL writes them, to compare both ports. */
final class PgTexts {
    private static final long DAY = 86_400_000_000L;

    private PgTexts() {}

    /** A value as rows are read. */
    static String text(Object value) {
        if (value instanceof Boolean is) {
            return is ? "t" : "f";
        } else if (value instanceof byte[] bytes) {
            return "\\x" + HexFormat.of().formatHex(bytes);
        } else if (value instanceof BigDecimal number) {
            return number.toPlainString();
        } else if (value instanceof LocalTime time) {
            return time(time);
        } else if (value instanceof LocalDateTime stamp) {
            return stamp.toLocalDate() + " " + time(stamp.toLocalTime());
        } else if (value instanceof OffsetDateTime instant) {
            return text(instant.toLocalDateTime()) + "+00";
        }
        return value.toString();
    }

    static String timestamp(long micros) {
        return text(Instant.EPOCH
                .plus(micros, ChronoUnit.MICROS)
                .atOffset(ZoneOffset.UTC)
                .toLocalDateTime());
    }

    static String time(long micros) {
        return micros == DAY ? "24:00:00" : time(LocalTime.ofNanoOfDay(micros * 1000));
    }

    private static String time(LocalTime time) {
        String seconds =
                String.format(Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
        int micros = time.getNano() / 1000;
        return micros == 0
                ? seconds
                : (seconds + "." + String.format(Locale.ROOT, "%06d", micros)).replaceAll("0+$", "");
    }

    static String interval(PeriodDuration interval) {
        return interval.getPeriod().toTotalMonths() + " months "
                + interval.getPeriod().getDays() + " days "
                + interval.getDuration().toNanos() + " ns";
    }
}
