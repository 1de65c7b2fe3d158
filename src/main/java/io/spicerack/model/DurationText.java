package io.spicerack.model;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as people read them: 300 ms, 1.5 s, 16 min, 48 h, 8 days. Stateless. */
public final class DurationText {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private DurationText() {}

    /** In the largest unit that it is a whole number of; in days from three on. */
    public static String of(Duration time) {
        long seconds = time.toSeconds();
        if (time.toNanosPart() != 0 || seconds == 0) {
            return seconds == 0 && time.toNanos() % 1_000_000 == 0 && !time.isZero()
                    ? time.toMillis() + " ms"
                    : BigDecimal.valueOf(time.toNanos(), 9).stripTrailingZeros().toPlainString() + " s";
        }
        if (seconds % DAY == 0 && seconds / DAY > 2) {
            return seconds / DAY + " days";
        }
        if (seconds % HOUR == 0) {
            return seconds / HOUR + " h";
        }
        return seconds % MINUTE == 0 ? seconds / MINUTE + " min" : seconds + " s";
    }
}
