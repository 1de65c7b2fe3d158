package io.spicerack.source;

import io.spicerack.model.IngestionException;
import io.spicerack.table.Column;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import io.spicerack.wire.AskedStatement;
import io.spicerack.wire.StatementPurpose;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the snapshots of all databases have in common; what only the database knows is left to it. A query reaches the
 * database's methods as one statement without a semicolon at its end, and an {@link SQLException} of theirs ends as what
 * {@link SourceFailures} makes of it.
 */
public abstract class JdbcSource implements SourceConnection {
    private static final Logger LOGGER = LoggerFactory.getLogger(JdbcSource.class);

    private static final int LONGEST_END_MILLIS = 5_000;

    private final SourceSession session;
    private final Dialect dialect;
    private final QueryState state = new QueryState();

    protected JdbcSource(SourceSession session, Dialect dialect) {
        this.session = session;
        this.dialect = dialect;
    }

    /** Runs a query. {@link #state()} is told when its stream begins and when it is at its end. */
    protected abstract RowGroups rows(String query) throws SQLException;

    /** The columns of a query, without running it. */
    protected abstract List<SourceColumn> described(String query) throws SQLException;

    /** How other code's queries are read, so that they give the values that {@link #rows} gives. */
    protected abstract CellValue.OfColumn values();

    /** Stops the running query on the server, from another thread than the one that reads. */
    protected abstract void stopOnServer() throws SQLException;

    /** What the planner expects; where it does not say, unknown. */
    protected Estimate planned(String query) throws SQLException {
        return Estimate.UNKNOWN;
    }

    /** What the user may change, in words; empty where it may only read, or the database does not tell. */
    protected Optional<String> changes() throws SQLException {
        return Optional.empty();
    }

    /** How many values of a column are kept as other than NULL. */
    protected String count(Column column) {
        return "count(" + dialect.identifier(column.name()) + ")";
    }

    /** Whether a value of a column is kept as NULL. */
    protected String isNull(Column column) {
        return dialect.identifier(column.name()) + " IS NULL";
    }

    /** The columns of a query in which a server that has declared them so has no NULL; it is asked on record. */
    protected BitSet neverNull(String query) {
        return new BitSet();
    }

    /** How the database hashes what it gives, or why it cannot. */
    protected ValueHashes hashed(String query) throws SQLException {
        return new ValueHashes.None(
                "needs hashes that " + session.config().type() + " and Spicerack compute alike, and there are none");
    }

    /** Throws where the driver or the server would take a query for something else than {@link QueryText} does. */
    protected void check(String query) {}

    /**
     * Throws where a statement, as the server reads it, gives no rows: what ends a transaction, sets something or writes is
     * such a one. It is not run.
     */
    protected void checkGivesRows(String sql) throws SQLException {
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            checkGivesRows(statement);
        }
    }

    /** The same for a statement whose parameters are set later. */
    protected void checkGivesRows(PreparedStatement statement, String sql) throws SQLException {
        checkGivesRows(statement);
    }

    /** What a driver says of a prepared statement that the server has read. */
    protected final void checkGivesRows(PreparedStatement statement) throws SQLException {
        ResultSetMetaData columns = statement.getMetaData();
        if (columns == null || columns.getColumnCount() == 0) {
            throw givesNoRows();
        }
    }

    /** The words for {@link #checkGivesRows}. */
    protected final IngestionException givesNoRows() {
        return QueryRefusals.query("Cannot run the statement on data source "
                + session.config().place()
                + ": SQLState 25006 read_only_sql_transaction: it gives no rows, and a data source is only read."
                + " Give one SELECT; what is to be changed is another connection's business.");
    }

    /** Several parts of a query that is to be split by no column; one where that cannot be. */
    protected List<String> split(String query, int connections) throws SQLException {
        return List.of(query);
    }

    private String single(String sql) {
        String query = QueryText.single(sql, dialect);
        check(query);
        return query;
    }

    /** The query in as many parts as it can be read in at a time; each gives rows of its own, all together all. */
    public final List<String> parts(SplitQuery query) {
        String sql = single(query.sql());
        int connections = query.split().connections();
        if (connections == 1) {
            return List.of(sql);
        }
        return asked(
                StatementPurpose.SPLIT,
                query.sql(),
                () -> query.split().column().isPresent()
                        ? KeyRanges.split(
                                connection(),
                                dialect,
                                sql,
                                query.split().column().get(),
                                connections)
                        : split(sql, connections));
    }

    /** Puts on record what is sent, before it is, and how it ended. */
    protected final <T> T asked(StatementPurpose purpose, String sql, AskedStatement.Sending<T> sending) {
        state.asking();
        try {
            return meter().asking(purpose, sql).send(sending, this::failed);
        } finally {
            state.answered();
        }
    }

    @Override
    public final RowGroups query(String sql) {
        return asked(StatementPurpose.ROWS, sql, () -> rows(single(sql)));
    }

    @Override
    public final List<SourceColumn> columns(String sql) {
        return asked(StatementPurpose.COLUMNS, sql, () -> described(single(sql)));
    }

    @Override
    public final Estimate estimate(String sql) {
        if (state.streaming()) {
            return Estimate.UNKNOWN;
        }
        try {
            return asked(StatementPurpose.ESTIMATE, sql, () -> planned(single(sql)));
        } catch (RuntimeException e) {
            LOGGER.atDebug().addKeyValue("failure", e.getClass().getName()).log("no estimate");
            return Estimate.UNKNOWN;
        }
    }

    @Override
    public final SnapshotInfo snapshot() {
        return session.snapshot();
    }

    @Override
    public final Optional<String> mayChange() {
        return asked(StatementPurpose.TEST, "", this::changes);
    }

    @Override
    public final List<BigInteger> numbers(String query) {
        if (state.streaming()) {
            throw new IllegalStateException("the rows of the query are still being read; read them to their end first");
        }
        return asked(StatementPurpose.RECONCILE, query, () -> {
            try (Statement statement = values().statement(connection())) {
                statement.setEscapeProcessing(false);
                try (ResultSet row = statement.executeQuery(query)) {
                    List<BigInteger> numbers = WholeNumbers.of(row);
                    meter().read(numbers.size() * (long) Long.BYTES);
                    return numbers;
                }
            }
        });
    }

    @Override
    public final Connection lend(Runnable whenClosed) {
        state.lend();
        return SnapshotProxy.of(connection(), new SnapshotProxy.Terms(state, lent(), values(), meter(), whenClosed));
    }

    private LentResults.Source lent() {
        return new LentResults.Source() {
            @Override
            public void checkGivesRows(String sql) throws SQLException {
                JdbcSource.this.checkGivesRows(sql);
            }

            @Override
            public void checkGivesRows(PreparedStatement statement, String sql) throws SQLException {
                JdbcSource.this.checkGivesRows(statement, sql);
            }

            @Override
            public IngestionException failed(SQLException e) {
                return JdbcSource.this.failed(e);
            }
        };
    }

    @Override
    public final CountsQuery countsQuery(String sql, Schema schema) {
        String query = single(sql);
        return new CountsQuery(query, schema, this::count, this::isNull, neverNull(query));
    }

    @Override
    public final ValueHashes valueHashes(String sql) {
        return asked(StatementPurpose.COLUMNS, sql, () -> hashed(single(sql)));
    }

    @Override
    public final ReadThrough readThrough() {
        try {
            DatabaseMetaData driver = connection().getMetaData();
            return new ReadThrough(
                    session.snapshot().server() + " at " + session.config().place(),
                    driver.getDriverName() + " " + driver.getDriverVersion(),
                    types().words());
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public final void cancel() {
        state.cancel();
        stop();
    }

    /** Stops a stream that is not at its end; for who reads it no more. */
    public final void stopStream() {
        if (state.streaming() && !state.closed()) {
            stop();
        }
    }

    private void stop() {
        try {
            stopOnServer();
        } catch (SQLException e) {
            LOGGER.atWarn().addKeyValue("sqlState", SourceFailures.state(e)).log("the query could not be cancelled");
        }
    }

    @Override
    public final void close() {
        if (!state.close()) {
            return;
        }
        try {
            if (state.streaming()) {
                stop();
                connection().abort(Runnable::run);
            } else {
                endTransaction();
                connection().close();
            }
        } catch (SQLException e) {
            LOGGER.atWarn()
                    .addKeyValue("sqlState", SourceFailures.state(e))
                    .log("the connection did not close cleanly");
        }
    }

    /** A proxy that shares sessions ends the one whose client leaves it within a transaction, and the next client waits. */
    private void endTransaction() {
        try {
            if (state.idle() && !connection().isClosed()) {
                connection().setNetworkTimeout(Runnable::run, LONGEST_END_MILLIS);
                try (Statement statement = connection().createStatement()) {
                    // rollback() of PostgreSQL's driver would leave a prepared statement to the next client
                    statement.execute("ROLLBACK");
                }
            }
        } catch (SQLException e) {
            // the server has gone, and the transaction with it
            LOGGER.atDebug().addKeyValue("sqlState", SourceFailures.state(e)).log("no transaction is left to be ended");
        }
    }

    protected final IngestionException failed(SQLException e) {
        return failures().querying(e, state);
    }

    protected final Connection connection() {
        return session.connection();
    }

    protected final TypeRules types() {
        return session.config().types();
    }

    public final SourceFailures failures() {
        return session.failures();
    }

    public final ReadMeter meter() {
        return session.meter();
    }

    public final QueryState state() {
        return state;
    }
}
