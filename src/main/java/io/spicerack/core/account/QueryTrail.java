package io.spicerack.core.account;

import io.spicerack.audit.event.Caller;
import io.spicerack.audit.event.DataSetQuery;
import io.spicerack.audit.event.Outcome;
import io.spicerack.core.trail.Callers;
import io.spicerack.core.trail.Trail;
import io.spicerack.core.trail.TrailCall;
import java.time.Duration;
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

    /** Before a statement reads a data set; whoever begins it ends it, once. */
    public QueryOnRecord begin(Caller caller, DataSetQuery query) {
        TrailCall begun =
                trail.begin(events -> events.service().queryDataSet(caller, query, 0, Duration.ZERO, Outcome.UNKNOWN));
        return (read, rows, took, outcome) ->
                begun.ended(events -> events.service().queryDataSet(caller, read, rows, took, outcome));
    }

    /** The record of one statement and one data set. */
    @FunctionalInterface
    public interface QueryOnRecord {
        /**
         * Puts its end on record.
         *
         * @param read what was read in the end: a new version may have come since it was begun
         */
        void ended(DataSetQuery read, long rows, Duration took, Outcome outcome);
    }
}
