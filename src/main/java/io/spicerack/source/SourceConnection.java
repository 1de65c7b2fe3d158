package io.spicerack.source;

import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import io.spicerack.wire.SessionStop;
import java.math.BigInteger;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/**
 * One connection to a database, in one REPEATABLE READ, READ ONLY transaction that begins when it is opened, so that all
 * that is read through it is one snapshot. Used by one thread; closed by any, and stopped by its {@link SessionStop}. Failures
 * are {@link io.spicerack.model.IngestionException}s that name the place, never a row or the password.
 */
public interface SourceConnection extends AutoCloseable {
    /**
     * Runs a query and streams its rows. One stream at a time: read it to its end before anything else is asked of this
     * connection. Closing a stream early stops the query and leaves the connection fit only to be closed.
     */
    RowGroups query(String sql);

    /** The columns of a query, before any row is read. */
    List<SourceColumn> columns(String sql);

    /** What the planner expects. Never fails: what cannot be told is empty. */
    Estimate estimate(String sql);

    SnapshotInfo snapshot();

    /** What this user may change, in words; empty where it may only read, or that cannot be told. */
    Optional<String> mayChange();

    /** Asks for one row of whole numbers, in the same snapshot; whole numbers in texts are taken as well. */
    List<BigInteger> numbers(String query);

    /**
     * The same transaction as JDBC's connection, for code that brings its own queries. Its {@code commit()} does not end the
     * transaction; while a stream is open it refuses to work.
     *
     * @param whenClosed runs when that code closes it
     */
    Connection lend(Runnable whenClosed);

    /**
     * How it is asked to count a query's rows, and the values that are not NULL in each column of the schema. Once the rows
     * are at their end.
     */
    CountsQuery countsQuery(String sql, Schema schema);

    /** The same by value: hashes of a query's rows, which the server and we come to alike. Before the query is run. */
    ValueHashes valueHashes(String sql);

    /** What its values pass through. */
    ReadThrough readThrough();

    /**
     * What values pass through on their way from a database: whatever changes in it could bend them. Immutable.
     *
     * @param server product, version and place
     * @param driver name and version
     * @param types the choices for types
     */
    record ReadThrough(String server, String driver, String types) {}

    /** Ends the transaction and the connection; idempotent. A query that still runs is stopped on the server. */
    @Override
    void close();
}
