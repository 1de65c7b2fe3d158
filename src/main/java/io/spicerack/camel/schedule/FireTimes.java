package io.spicerack.camel.schedule;

import java.time.Instant;
import java.util.Optional;

/** When a trigger fires. Equal ones fire at the same times. Immutable. */
interface FireTimes {
    /** The first time after {@code after}; empty where none comes any more. */
    Optional<Instant> nextAfter(Instant after);

    /** The time for which it fires next, where it could not fire for {@code missed}: those that were missed count as one. */
    default Instant afterMisfire(Instant missed, Instant now) {
        return now;
    }
}
