package io.spicerack.catalog.database;

import io.spicerack.catalog.database.NodeRows.Beat;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Which nodes have said nothing new for how long, as this process has seen it without a break. Not thread-safe. */
final class SilentNodes {
    private record Last(Beat beat, long since) {}

    private final Map<String, Last> last = new HashMap<>();
    private final Duration lease;

    SilentNodes(Duration lease) {
        this.lease = lease;
    }

    /** Whether a node has said nothing since it said this, for the whole lease. */
    boolean isSilent(Beat beat) {
        long now = System.nanoTime();
        Last known = last.merge(
                beat.node(),
                new Last(beat, now),
                (before, seen) -> before.beat().equals(beat) ? before : seen);
        return now - known.since() > lease.toNanos();
    }

    /** What was seen of it counts no more. */
    void forget(Beat beat) {
        last.remove(beat.node());
    }

    /** Nothing that was seen before counts: somebody may have spoken while nobody could hear it. */
    void forgetAll() {
        last.clear();
    }
}
