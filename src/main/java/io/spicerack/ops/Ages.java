package io.spicerack.ops;

import io.spicerack.catalog.VersionRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How old things are, never negative: a clock may be set back. */
final class Ages {
    private Ages() {}

    static long seconds(Instant then, Clock clock) {
        return Math.max(0, Duration.between(then, clock.instant()).toSeconds());
    }

    /** Seconds since a version was published. */
    static long seconds(VersionRecord version, Clock clock) {
        Instant published = version.published();
        return seconds(published == null ? version.staged() : published, clock);
    }
}
