package io.spicerack.core.trail;

import io.spicerack.audit.event.Caller;
import io.spicerack.audit.event.Outcome;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Who is behind what a thread does now, for the records of it. What nobody asked for, and what goes on in the background
 * afterwards, is the service's own. Thread-safe.
 */
public final class Callers {
    private final Trail trail;

    public Callers(Trail trail) {
        this.trail = trail;
    }

    /** Does something for a caller: records of API operations that it makes carry the caller's identity. */
    public <T> T as(Caller caller, Supplier<T> work) {
        return trail.as(caller, work);
    }

    /** Does something for whoever is known to be behind this thread already, or else for {@code otherwise}. */
    public <T> T asKnownOr(Supplier<Caller> otherwise, Supplier<T> work) {
        return trail.caller().equals(Caller.SERVICE) ? trail.as(otherwise.get(), work) : work.get();
    }

    /** Puts on record that whoever is behind this thread changes how much is logged, before it is so. */
    public void changedLogLevel(String room, String level, Instant until) {
        trail.append(events -> events.service().changeLogLevel(trail.caller(), room, level, until));
    }

    /**
     * Puts an operation on record that failed or was denied before it changed anything.
     *
     * @param operation in QuickSight's spelling
     * @param ids what it was about; no values from its body, which may hold secrets
     */
    public void failed(Caller caller, String operation, Map<String, String> ids, Outcome.Failure failure) {
        trail.append(events -> events.api().failed(caller, operation, ids, failure));
    }
}
