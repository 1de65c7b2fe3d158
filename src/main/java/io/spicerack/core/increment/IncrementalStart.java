package io.spicerack.core.increment;

import io.spicerack.model.LookbackWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * From when on an incremental refresh reads its source: its window before the earliest of our clock, the server's, and the
 * state of the source that the current version holds. What was committed after that state was never read, however long
 * ago that is; the window before it is for what was dated earlier and committed later. Immutable.
 *
 * @param pause how old the state is that the current version holds, where that is more than the window
 */
public record IncrementalStart(Instant start, Optional<Duration> pause) {
    /**
     * The start of a refresh.
     *
     * @param now our clock
     * @param server the server's
     * @param held the state of the source that the current version holds
     */
    public static IncrementalStart of(LookbackWindow window, Instant now, Instant server, Instant held) {
        Instant present = now.isBefore(server) ? now : server;
        Duration age = Duration.between(held, present);
        Instant earliest = age.isNegative() ? present : held;
        boolean missed = age.compareTo(window.length()) > 0;
        return new IncrementalStart(earliest.minus(window.length()), missed ? Optional.of(age) : Optional.empty());
    }
}
