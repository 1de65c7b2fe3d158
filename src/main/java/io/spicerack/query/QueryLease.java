package io.spicerack.query;

import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.reading.Outlet;
import io.spicerack.model.DataSetId;
import java.util.Map;

/**
 * The data sets of one statement, open. Each stays open for as long as its key does. Thread-safe, but each data set is read by
 * one thread at a time.
 */
public interface QueryLease extends AutoCloseable {
    /** The readers, which the engine reads and nobody else closes; {@code OpenDataSet.check} before rows are handed on. */
    Map<DataSetId, OpenDataSet> dataSets();

    /** Refuses where one of them was cut, or KMS's word on its key is too old: whoever hands rows on asks before each batch. */
    void check() throws QueryRefusal;

    /** Where the rows of the answer go: it is shut when one of the data sets is cut, at once where one is already. */
    void leadsTo(Outlet outlet);

    /** Takes note of rows that were handed on, for the record. */
    void gave(long rows);

    /** Why the statement fails, for the record; the first reason counts. */
    void failed(QueryRefusal why);

    /** Ends the readers, and the record: with its rows and how long it took. Idempotent. */
    @Override
    void close();
}
