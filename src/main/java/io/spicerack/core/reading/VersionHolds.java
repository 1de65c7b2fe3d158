package io.spicerack.core.reading;

import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.model.VersionId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Which versions readers hold. Choosing a version and holding it is one step, so none is deleted in between. Thread-safe. */
final class VersionHolds {
    private final Map<VersionId, Integer> holds = new HashMap<>();

    /** Chooses a version and holds it. */
    synchronized VersionRecord hold(Supplier<VersionRecord> choice) {
        VersionRecord version = choice.get();
        holds.merge(version.id(), 1, Integer::sum);
        return version;
    }

    synchronized void release(VersionId version) {
        holds.computeIfPresent(version, (id, count) -> count == 1 ? null : count - 1);
    }

    /** Runs {@code deletion} if nobody holds the version, while nobody can begin to. */
    synchronized boolean ifFree(VersionId version, Runnable deletion) {
        if (holds.containsKey(version)) {
            return false;
        }
        deletion.run();
        return true;
    }
}
