package io.spicerack.query;

import io.spicerack.core.reading.Outlet;
import io.spicerack.table.RowGroup;

/** The answer to one run of a statement, batch by batch. Of its session's thread. */
public interface QueryRows extends AutoCloseable {
    /**
     * Where the rows go, said once and before the first batch: when a key shuts, {@code outlet} is shut at once, and
     * {@link #next} refuses. It may be shut already while this runs.
     */
    void leadsTo(Outlet outlet);

    /**
     * Clears {@code batch} and fills it with the next rows, some thousand at a time.
     *
     * @param batch of {@link QueryColumn#schema} of the statement's columns
     * @return false when there are no more rows; the batch is then empty
     */
    boolean next(RowGroup batch) throws QueryRefusal;

    /** Frees what is held, leases included; early closing is no error. Idempotent. */
    @Override
    void close();
}
