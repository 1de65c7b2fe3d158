package io.spicerack.model;

import java.time.Instant;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * When a data set is refreshed without being asked by hand (QuickSight's RefreshSchedule). Immutable.
 *
 * @param startAfter nothing is asked for before this; null where the schedule starts at once
 * @param refreshType FULL_REFRESH or INCREMENTAL_REFRESH
 */
public record RefreshSchedule(
        ScheduleId id, ScheduleFrequency frequency, @Nullable Instant startAfter, RequestType refreshType) {
    public RefreshSchedule {
        if (refreshType != RequestType.FULL_REFRESH && refreshType != RequestType.INCREMENTAL_REFRESH) {
            throw new IllegalArgumentException(
                    "RefreshType is " + refreshType + "; it must be FULL_REFRESH or INCREMENTAL_REFRESH");
        }
        if (frequency.interval().isIncrementalOnly() && refreshType != RequestType.INCREMENTAL_REFRESH) {
            throw new IllegalArgumentException("RefreshType is " + refreshType + "; Interval " + frequency.interval()
                    + " is for INCREMENTAL_REFRESH only");
        }
    }

    /** The first time after {@code after} at which it asks for a refresh. */
    public Instant nextAfter(Instant after) {
        Instant start = startAfter;
        if (start == null) {
            return frequency.nextAfter(after, LocalTime.MIDNIGHT);
        }
        Instant before = start.minusNanos(1);
        return frequency.nextAfter(
                after.isAfter(before) ? after : before,
                start.atZone(frequency.timezone()).toLocalTime());
    }
}
