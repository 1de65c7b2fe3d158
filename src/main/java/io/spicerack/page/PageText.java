package io.spicerack.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people read them. */
final class PageText {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private PageText() {}

    static String minute(Instant time) {
        return MINUTE.format(time);
    }

    static String duration(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds >= 86_400) {
            return seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
        }
        if (seconds >= 3600) {
            return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
        }
        return seconds >= 60 ? seconds / 60 + " min" : seconds + " s";
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 999.95 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** As much of a key's id as tells it from the others in a table; a title has all of it. */
    static String shortKey(String arn) {
        String id = key(arn);
        return id.length() > 14 ? id.substring(0, 8) + "\u2026" : id;
    }

    /** The key id of a key ARN; what is no key ARN stays as it is. */
    static String key(String arn) {
        int id = arn.indexOf(":key/");
        return id < 0 ? arn : arn.substring(id + 5);
    }
}
