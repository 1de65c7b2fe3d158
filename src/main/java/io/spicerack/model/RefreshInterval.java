package io.spicerack.model;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How often a schedule asks for a refresh, in QuickSight's spelling. */
public enum RefreshInterval {
    MINUTE15(Duration.ofMinutes(15)),
    MINUTE30(Duration.ofMinutes(30)),
    HOURLY(Duration.ofHours(1)),
    DAILY(null),
    WEEKLY(null),
    MONTHLY(null);

    @SuppressWarnings("ImmutableEnumChecker") // a Duration is immutable
    private final @Nullable Duration period;

    RefreshInterval(@Nullable Duration period) {
        this.period = period;
    }

    /** The time from one refresh to the next where it is always the same; days are not all 24 hours long. */
    Optional<Duration> period() {
        return Optional.ofNullable(period);
    }

    /** Whether its schedule has to be the only one of its data set. */
    public boolean isExclusive() {
        return period != null;
    }

    /** Whether it asks for incremental refreshes only. */
    public boolean isIncrementalOnly() {
        return this == MINUTE15 || this == MINUTE30;
    }
}
