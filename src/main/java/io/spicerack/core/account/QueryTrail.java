package io.spicerack.core.account;

import io.spicerack.audit.event.Caller;
import io.spicerack.audit.event.CloudTrailEvents;
import io.spicerack.audit.event.DataSetQuery;
import io.spicerack.audit.event.Outcome;
import io.spicerack.core.trail.Callers;
import io.spicerack.core.trail.Trail;
import io.spicerack.core.trail.TrailCalls;
import io.spicerack.model.AuditRecord;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Puts on record which principal reads what of a data set in SQL. Thread-safe. */
public final class QueryTrail {
    private final Trail trail;
    private final Callers callers;

    public QueryTrail(Trail trail, Callers callers) {
        this.trail = trail;
        this.callers = callers;
    }

    /** Does something for who queries, whose identity the records of it carry. */
    public <T> T as(Caller caller, Supplier<T> work) {
        return callers.as(caller, work);
    }

    /** Before a statement reads its data sets, all of them at once; whoever begins it ends it, once. */
    public QueryOnRecord begin(Caller caller, List<DataSetQuery> queries) {
        TrailCalls begun = trail.beginAll(queries.stream()
                .map(query -> (Function<CloudTrailEvents, AuditRecord>)
                        events -> events.service().queryDataSet(caller, query, 0, Duration.ZERO, Outcome.UNKNOWN))
                .toList());
        return (read, rows, took, outcome) -> begun.ended(
                (events, place) -> events.service().queryDataSet(caller, read.get(place), rows, took, outcome));
    }

    /** The records of one statement, one for each data set. */
    @FunctionalInterface
    public interface QueryOnRecord {
        /**
         * Puts its end on record.
         *
         * @param read what was read in the end, in the order of the beginning: a new version may have come since then
         */
        void ended(List<DataSetQuery> read, long rows, Duration took, Outcome outcome);
    }
}
