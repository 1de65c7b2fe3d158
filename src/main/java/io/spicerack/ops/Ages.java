package io.spicerack.ops;

import io.spicerack.catalog.record.VersionRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How old things are, never negative: a clock may be set back. */
public final class Ages {
    private Ages() {}

    public static long seconds(Instant then, Clock clock) {
        return Math.max(0, Duration.between(then, clock.instant()).toSeconds());
    }

    /** Seconds since a version was published. */
    public static long seconds(VersionRecord version, Clock clock) {
        Instant published = version.published();
        return seconds(published == null ? version.staged() : published, clock);
    }
}
