package io.spicerack.model;

import java.time.Duration;

/**
 * What an incremental refresh reads again: the rows whose date in a column is not older than this (QuickSight's
 * LookbackWindow). Immutable.
 */
public record LookbackWindow(String columnName, long size, SizeUnit sizeUnit) {
    /** So that no window begins before the year 1. */
    private static final long LONGEST_DAYS = 365_000;

    /** QuickSight's LookbackWindowSizeUnit. */
    public enum SizeUnit {
        HOUR(Duration.ofHours(1)),
        DAY(Duration.ofDays(1)),
        WEEK(Duration.ofDays(7));

        private final Duration length;

        SizeUnit(Duration length) {
            this.length = length;
        }
    }

    public LookbackWindow {
        long longest = Duration.ofDays(LONGEST_DAYS).dividedBy(sizeUnit.length);
        if (size < 1 || size > longest) {
            throw new IllegalArgumentException(
                    "a look-back window of " + size + " " + sizeUnit + " cannot be; it has 1 to " + longest);
        }
    }

    public Duration length() {
        return sizeUnit.length.multipliedBy(size);
    }
}
