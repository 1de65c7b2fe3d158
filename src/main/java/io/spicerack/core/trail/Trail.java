package io.spicerack.core.trail;

import io.spicerack.audit.event.Caller;
import io.spicerack.audit.event.CloudTrailEvents;
import io.spicerack.audit.event.RequestIds;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.database.CatalogException;
import io.spicerack.catalog.database.Fellows;
import io.spicerack.model.AuditRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/** Writes audit records into the catalog before anything depends on them. Thread-safe. */
public final class Trail {
    private final Catalog catalog;
    private final CloudTrailEvents events;
    private final RequestIds ids;
    private final Optional<String> node;
    private final Queue<AuditRecord> owed = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<Caller> callers = ThreadLocal.withInitial(() -> Caller.SERVICE);

    public Trail(Catalog catalog, CloudTrailEvents events, RequestIds ids) {
        this.catalog = catalog;
        this.events = events;
        this.ids = ids;
        this.node = catalog.fellows().map(Fellows::me);
    }

    /** Who is behind what this thread does; the service itself where nobody is named. */
    public Caller caller() {
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
    public CloudTrailEvents events() {
        return events;
    }

    /** Puts on record that a call is about to be made; without that, it must not be. */
    public TrailCall begin(Function<CloudTrailEvents, AuditRecord> unknown) {
        settle();
        CloudTrailEvents shapes = events.ofOneCall();
        AuditRecord begun = unknown.apply(shapes);
        catalog.run(tx -> {
            tx.auditIntents().begin(begun, node);
        });
        refuseReplaced(List.of(begun));
        ids.expect();
        return new TrailCall(shapes, ids, begun, this::end);
    }

    /** {@link #begin} for calls of ours that begin and end together: all or none of them, in one transaction. */
    public TrailCalls beginAll(List<Function<CloudTrailEvents, AuditRecord>> unknown) {
        settle();
        List<CloudTrailEvents> shapes = new ArrayList<>();
        List<AuditRecord> begun = new ArrayList<>();
        for (Function<CloudTrailEvents, AuditRecord> each : unknown) {
            CloudTrailEvents ofOne = events.ofOneCall();
            shapes.add(ofOne);
            begun.add(each.apply(ofOne));
        }
        if (!begun.isEmpty()) {
            catalog.run(tx -> begun.forEach(each -> tx.auditIntents().begin(each, node)));
            refuseReplaced(begun);
        }
        return new TrailCalls(shapes, this::endAll);
    }

    private void endAll(List<AuditRecord> ended) {
        if (ended.isEmpty()) {
            return;
        }
        try {
            catalog.run(tx -> ended.forEach(tx.auditIntents()::end));
        } catch (RuntimeException e) {
            owed.addAll(ended);
            throw e;
        }
    }

    /** What another node does by now this one must not do as well: it may have been paused since the record was written. */
    private void refuseReplaced(List<AuditRecord> begun) {
        if (!catalog.isHeld()) {
            owed.addAll(begun);
            throw new CatalogException(
                    "a call was not made: this node cannot say that it is alive, and another may have"
                            + " taken its place");
        }
    }

    /** Before anything is called: a call that was cut off by a crash is on record as one of unknown outcome. */
    public void endCutOffCalls() {
        if (node.isPresent()) {
            endCallsOfNobody();
        } else {
            catalog.run(tx -> tx.auditIntents().open().forEach(tx.auditIntents()::end));
        }
    }

    /** The same for calls of nodes that are gone, while others go on. */
    public void endCallsOfNobody() {
        if (!catalog.read(tx -> tx.auditIntents().ofNobody()).isEmpty()) {
            catalog.run(tx -> tx.auditIntents().ofNobody().forEach(tx.auditIntents()::end));
        }
    }

    private void end(AuditRecord ended) {
        try {
            catalog.run(tx -> {
                tx.auditIntents().end(ended);
            });
        } catch (RuntimeException e) {
            owed.add(ended);
            throw e;
        }
    }

    /** Writes what could not be written before; what a crash takes from here is an intent in the catalog. */
    public void settle() {
        for (AuditRecord ended = owed.peek(); ended != null; ended = owed.peek()) {
            AuditRecord next = ended;
            try {
                catalog.run(tx -> {
                    tx.auditIntents().end(next);
                });
                owed.remove(next);
            } catch (CatalogException e) {
                return;
            }
        }
    }

    /** Writes one record in a transaction of its own; when it cannot be written, what it tells of must not go on. */
    public void append(Function<CloudTrailEvents, AuditRecord> event) {
        AuditRecord written = event.apply(events);
        catalog.run(tx -> {
            tx.audit().append(written);
        });
    }

    /** The same together with a change of the catalog. */
    public <T> T appendWith(Function<CloudTrailEvents, AuditRecord> event, Function<CatalogTransaction, T> change) {
        AuditRecord written = event.apply(events);
        return catalog.write(tx -> {
            tx.audit().append(written);
            return change.apply(tx);
        });
    }

    /** The same for several, all or none of them. */
    public void appendAll(Function<CloudTrailEvents, List<AuditRecord>> all) {
        List<AuditRecord> written = all.apply(events);
        if (!written.isEmpty()) {
            catalog.run(tx -> written.forEach(tx.audit()::append));
        }
    }
}
