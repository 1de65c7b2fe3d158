package io.spicerack.core.reading;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How long KMS's word on a key holds, by which clock. */
public record KeyValidity(Clock clock, Duration lifetime) {
    public KeyValidity(ReadingConfig config, Clock clock) {
        this(clock, config.dataKeyLifetime());
    }

    /** How old KMS's word is. */
    Duration age(Instant proven) {
        return Duration.between(proven, clock.instant());
    }

    boolean isOver(Instant proven) {
        return age(proven).compareTo(lifetime) > 0;
    }
}
