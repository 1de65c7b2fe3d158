package io.spicerack.camel.schedule;

import java.time.Instant;
import java.util.Optional;

/** When a trigger fires. Equal ones fire at the same times. Immutable. */
interface FireTimes {
    /** The first time after {@code after}; empty where none comes any more. */
    Optional<Instant> nextAfter(Instant after);
}
