package io.spicerack.cli;

import java.util.List;
import java.util.Locale;

/** Numbers as people read them. */
public final class HumanText {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private HumanText() {}

    /** Decimal units, as disks are sold: 1.5 MB is 1,500,000 bytes. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        // 999.95 would show as 1000.0
        while (value >= 999.95 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** The two largest units: 3 d 4 h, 12 min 5 s. */
    public static String duration(long seconds) {
        if (seconds >= 86_400) {
            return seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
        }
        if (seconds >= 3600) {
            return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
        }
        return seconds >= 60 ? seconds / 60 + " min " + seconds % 60 + " s" : seconds + " s";
    }

    /** What is said first: the way out of it comes after. */
    static String sentence(String text) {
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end);
    }

    /** The first few of many, and how many there are besides. */
    static String some(List<String> names) {
        int shown = Math.min(5, names.size());
        return String.join(", ", names.subList(0, shown))
                + (names.size() > shown ? " and " + (names.size() - shown) + " more" : "");
    }

    /** With commas, as 1,234. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** The key id of a key ARN; what is no key ARN stays as it is. */
    static String key(String arn) {
        int id = arn.indexOf(":key/");
        return id < 0 ? arn : arn.substring(id + 5);
    }
}
