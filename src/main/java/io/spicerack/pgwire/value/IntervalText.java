package io.spicerack.pgwire.value;

import java.nio.ByteBuffer;

/** Intervals in PostgreSQL's own style: {@code 1 year 2 mons -3 days +04:05:06.7}. */
final class IntervalText {
    private static final int MONTHS = 12;

    private IntervalText() {}

    /** @param interval 64 bits of microseconds, 32 of days, 32 of months */
    static String of(ByteBuffer interval) {
        long micros = interval.getLong();
        int days = interval.getInt();
        int months = interval.getInt();
        Parts parts = new Parts();
        parts.add(months / MONTHS, "year");
        parts.add(months % MONTHS, "mon");
        parts.add(days, "day");
        parts.time(micros);
        return parts.text.toString();
    }

    /** A part after a negative one says its plus. */
    private static final class Parts {
        private final StringBuilder text = new StringBuilder();
        private boolean negative;

        void add(int count, String unit) {
            if (count == 0) {
                return;
            }
            separate();
            sign(count > 0);
            text.append(count).append(' ').append(unit).append(count == 1 ? "" : "s");
            negative = count < 0;
        }

        void time(long micros) {
            if (micros == 0 && text.length() > 0) {
                return;
            }
            separate();
            if (micros < 0) {
                text.append('-');
            } else {
                sign(micros > 0);
            }
            // the least long has no positive one: hours take it apart without
            TimeText.time(micros == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(micros), text);
        }

        private void separate() {
            if (text.length() > 0) {
                text.append(' ');
            }
        }

        private void sign(boolean positive) {
            if (positive && negative) {
                text.append('+');
            }
        }
    }
}
