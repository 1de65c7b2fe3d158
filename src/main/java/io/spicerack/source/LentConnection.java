package io.spicerack.source;

import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.math.BigInteger;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A connection that tells when it is closed. As thread-safe as the connection. */
public final class LentConnection implements SourceConnection {
    private final SourceConnection connection;
    private final Runnable whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();

    public LentConnection(SourceConnection connection, Runnable whenClosed) {
        this.connection = connection;
        this.whenClosed = whenClosed;
    }

    @Override
    public RowGroups query(String sql) {
        return connection.query(sql);
    }

    @Override
    public List<SourceColumn> columns(String sql) {
        return connection.columns(sql);
    }

    @Override
    public Estimate estimate(String sql) {
        return connection.estimate(sql);
    }

    @Override
    public SnapshotInfo snapshot() {
        return connection.snapshot();
    }

    @Override
    public Optional<String> mayChange() {
        return connection.mayChange();
    }

    @Override
    public List<BigInteger> numbers(String query) {
        return connection.numbers(query);
    }

    @Override
    public Connection lend(Runnable closing) {
        return connection.lend(closing);
    }

    @Override
    public CountsQuery countsQuery(String sql, Schema schema) {
        return connection.countsQuery(sql, schema);
    }

    @Override
    public ValueHashes valueHashes(String sql) {
        return connection.valueHashes(sql);
    }

    @Override
    public ReadThrough readThrough() {
        return connection.readThrough();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                connection.close();
            } finally {
                whenClosed.run();
            }
        }
    }
}
