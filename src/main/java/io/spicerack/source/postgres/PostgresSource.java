package io.spicerack.source.postgres;

import io.spicerack.model.Credentials;
import io.spicerack.model.IngestionException;
import io.spicerack.source.Columns;
import io.spicerack.source.CountsQuery;
import io.spicerack.source.Dialect;
import io.spicerack.source.Estimate;
import io.spicerack.source.KeyRanges;
import io.spicerack.source.QueryState;
import io.spicerack.source.QueryText;
import io.spicerack.source.ReadMeter;
import io.spicerack.source.SnapshotInfo;
import io.spicerack.source.SnapshotProxy;
import io.spicerack.source.SourceColumn;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.SourceFailures;
import io.spicerack.source.SplitQuery;
import io.spicerack.source.TypeRules;
import io.spicerack.source.ValuesQuery;
import io.spicerack.table.Column;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A snapshot of a PostgreSQL database, read with COPY BINARY. */
public final class PostgresSource implements SourceConnection {
    private static final Logger LOGGER = LoggerFactory.getLogger(PostgresSource.class);

    private final Connection connection;
    private final SnapshotInfo snapshot;
    private final SourceFailures failures;
    private final TypeRules types;
    private final ReadMeter meter;
    private final QueryState state = new QueryState();

    private PostgresSource(
            Connection connection, SnapshotInfo snapshot, SourceFailures failures, TypeRules types, ReadMeter meter) {
        this.meter = meter;
        this.types = types;
        this.connection = connection;
        this.snapshot = snapshot;
        this.failures = failures;
    }

    public static PostgresSource open(SourceConfig config, Credentials credentials, ReadMeter meter) {
        SourceFailures failures = new SourceFailures(config);
        try {
            Connection connection = PostgresSession.connect(config, credentials);
            try {
                return new PostgresSource(
                        connection, PostgresSession.begin(connection, config), failures, config.types(), meter);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failures.connecting(e);
        }
    }

    /** A further connection in a snapshot that another has exported and still holds. */
    static PostgresSource join(
            SourceConfig config, Credentials credentials, String exported, SnapshotInfo snapshot, ReadMeter meter) {
        SourceFailures failures = new SourceFailures(config);
        try {
            Connection connection = PostgresSession.connect(config, credentials);
            try {
                PostgresSession.join(connection, config, exported);
                return new PostgresSource(connection, snapshot, failures, config.types(), meter);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failures.connecting(e);
        }
    }

    /** The name under which other connections can see this one's snapshot, as long as it is open. */
    String export() {
        try (Statement statement = statement();
                ResultSet name = statement.executeQuery("SELECT pg_export_snapshot()")) {
            name.next();
            return name.getString(1);
        } catch (SQLException e) {
            throw failures.querying(e, state);
        }
    }

    /** The query in as many parts as it can be read in at a time; each gives rows of its own, all together all. */
    List<String> split(SplitQuery query) {
        int connections = query.split().connections();
        String sql = QueryText.single(query.sql(), Dialect.POSTGRES);
        if (connections == 1) {
            return List.of(sql);
        }
        try {
            return query.split().column().isPresent()
                    ? KeyRanges.split(
                            connection,
                            Dialect.POSTGRES,
                            sql,
                            query.split().column().get(),
                            connections)
                    : byBlocks(sql, connections);
        } catch (SQLException e) {
            throw failures.querying(e, state);
        }
    }

    /**
     * One part where the planner does not answer: the query is wrong, or takes no further column, or waits for a lock. What
     * it is then shows when it is run, and that can be cancelled.
     */
    private List<String> byBlocks(String sql, int connections) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = statement()) {
            statement.execute("SET LOCAL lock_timeout = '2s'");
            List<String> names =
                    describe(sql).stream().map(column -> column.column().name()).toList();
            return BlockRanges.split(statement, sql, names, connections);
        } catch (SQLException | IngestionException e) {
            return List.of(sql);
        } finally {
            connection.rollback(before);
            // a transaction in a savepoint cannot export its snapshot
            connection.releaseSavepoint(before);
        }
    }

    @Override
    public RowGroups query(String sql) {
        String query = QueryText.single(sql, Dialect.POSTGRES);
        try {
            List<PostgresColumn> columns = describe(query);
            Schema schema = schema(columns);
            String select =
                    columns.stream().map(PostgresColumn::expression).collect(Collectors.joining(", ", "SELECT ", ""));
            String copy = "COPY (" + select + " FROM (" + query + "\n) AS q) TO STDOUT (FORMAT binary)";
            CopyRows rows = new CopyRows(copyOut(copy), meter);
            return new CopyRowGroups(
                    schema, columns.stream().map(PostgresColumn::field).toList(), rows, this);
        } catch (SQLException e) {
            throw failures.querying(e, state);
        }
    }

    @Override
    public List<SourceColumn> columns(String sql) {
        try (Statement statement = statement();
                ResultSet none = statement.executeQuery(
                        "SELECT * FROM (" + QueryText.single(sql, Dialect.POSTGRES) + "\n) AS q LIMIT 0")) {
            var metadata = none.getMetaData();
            List<SourceColumn> columns = new ArrayList<>();
            for (int i = 1; i <= metadata.getColumnCount(); i++) {
                columns.add(new SourceColumn(
                        PostgresColumn.of(metadata, i, types).column(), metadata.getColumnTypeName(i)));
            }
            return columns;
        } catch (SQLException e) {
            throw failures.querying(e, state);
        }
    }

    /** Only planned: LIMIT 0 ends before the first row. A prepared statement would take jsonb's ? for a parameter. */
    private List<PostgresColumn> describe(String query) throws SQLException {
        try (Statement statement = statement();
                ResultSet none = statement.executeQuery("SELECT * FROM (" + query + "\n) AS q LIMIT 0")) {
            var metadata = none.getMetaData();
            List<PostgresColumn> columns = new ArrayList<>();
            for (int i = 1; i <= metadata.getColumnCount(); i++) {
                columns.add(PostgresColumn.of(metadata, i, types));
            }
            return columns;
        }
    }

    /** It may take long until the first row: whoever closes meanwhile must find a stream to stop. */
    private CopyOut copyOut(String copy) throws SQLException {
        state.begin();
        try {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy);
        } catch (SQLException e) {
            state.end();
            throw e;
        }
    }

    private static Schema schema(List<PostgresColumn> columns) {
        List<Column> plain = columns.stream().map(PostgresColumn::column).toList();
        return Columns.schema(plain);
    }

    @Override
    public Estimate estimate(String sql) {
        if (state.streaming()) {
            return Estimate.UNKNOWN;
        }
        try {
            return PostgresSession.estimate(connection, QueryText.single(sql, Dialect.POSTGRES));
        } catch (SQLException | RuntimeException e) {
            LOGGER.atDebug().addKeyValue("failure", e.getClass().getName()).log("no estimate");
            return Estimate.UNKNOWN;
        }
    }

    @Override
    public SnapshotInfo snapshot() {
        return snapshot;
    }

    @Override
    public Connection snapshotConnection() {
        return SnapshotProxy.of(connection, state, failures, PostgresValues.under(types), meter);
    }

    @Override
    public String countsQuery(String sql, Schema schema) {
        return CountsQuery.text(
                schema,
                column -> "count(" + Dialect.POSTGRES.identifier(column.name()) + ")",
                QueryText.single(sql, Dialect.POSTGRES));
    }

    @Override
    public ValuesQuery valuesQuery(String sql) {
        String query = QueryText.single(sql, Dialect.POSTGRES);
        try (Statement statement = statement();
                ResultSet none = statement.executeQuery("SELECT * FROM (" + query + "\n) AS q LIMIT 0")) {
            return PostgresValuesQuery.of(connection, query, none.getMetaData(), types);
        } catch (SQLException e) {
            throw failures.querying(e, state);
        }
    }

    @Override
    public void cancel() {
        state.cancel();
        stopOnServer();
    }

    void stopStream() {
        if (state.streaming() && !state.closed()) {
            stopOnServer();
        }
    }

    /** Sent over a connection of its own, so the reader may be waiting in this one. */
    private void stopOnServer() {
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException e) {
            LOGGER.atWarn().addKeyValue("sqlState", e.getSQLState()).log("the query could not be cancelled");
        }
    }

    @Override
    public void close() {
        if (!state.close()) {
            return;
        }
        try {
            if (state.streaming()) {
                stopOnServer();
                connection.abort(Runnable::run);
            } else {
                connection.close();
            }
        } catch (SQLException e) {
            LOGGER.atWarn().addKeyValue("sqlState", e.getSQLState()).log("the connection did not close cleanly");
        }
    }

    private Statement statement() throws SQLException {
        Statement statement = connection.createStatement();
        statement.setEscapeProcessing(false);
        return statement;
    }

    SourceFailures failures() {
        return failures;
    }

    QueryState state() {
        return state;
    }
}
