package io.spicerack.refresh;

import io.spicerack.audit.Caller;
import io.spicerack.audit.CloudTrailEvents;
import io.spicerack.catalog.Catalog;
import io.spicerack.model.AuditRecord;
import java.util.function.Function;
import java.util.function.Supplier;

/** Writes audit records into the catalog before anything depends on them. Thread-safe. */
final class Trail {
    private final Catalog catalog;
    private final CloudTrailEvents events;
    private final ThreadLocal<Caller> callers = ThreadLocal.withInitial(() -> Caller.SERVICE);

    Trail(Catalog catalog, CloudTrailEvents events) {
        this.catalog = catalog;
        this.events = events;
    }

    /** Who is behind what this thread does; the service itself where nobody is named. */
    Caller caller() {
        return callers.get();
    }

    <T> T as(Caller caller, Supplier<T> work) {
        Caller before = callers.get();
        callers.set(caller);
        try {
            return work.get();
        } finally {
            callers.set(before);
        }
    }

    /** The shapes of records, for those that are appended in a transaction with the change that they tell of. */
    CloudTrailEvents events() {
        return events;
    }

    /** Writes one record in a transaction of its own; when it cannot be written, what it tells of must not go on. */
    void append(Function<CloudTrailEvents, AuditRecord> event) {
        AuditRecord written = event.apply(events);
        catalog.run(tx -> {
            tx.audit().append(written);
        });
    }
}
