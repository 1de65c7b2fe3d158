package io.spicerack.source.postgres;

import io.spicerack.model.Credentials;
import io.spicerack.model.IngestionException;
import io.spicerack.source.CellValue;
import io.spicerack.source.Estimate;
import io.spicerack.source.JdbcSource;
import io.spicerack.source.QueryColumns;
import io.spicerack.source.QueryRefusals;
import io.spicerack.source.ReadMeter;
import io.spicerack.source.SnapshotInfo;
import io.spicerack.source.SourceColumn;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.SourceSession;
import io.spicerack.source.ValueHashes;
import io.spicerack.table.Column;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.postgresql.core.Parser;

/** A snapshot of a PostgreSQL database, read with COPY BINARY. */
final class PostgresSource extends JdbcSource {
    private static final String BEFORE = "SELECT * FROM (";

    private final SourceConfig config;

    private PostgresSource(SourceSession session, SourceConfig config) {
        super(session, PostgresDialect.INSTANCE);
        this.config = config;
    }

    static PostgresSource open(SourceConfig config, Credentials credentials, ReadMeter meter) {
        return open(config, credentials, meter, connection -> PostgresSession.begin(connection, config));
    }

    /** A further connection in a snapshot that another has exported and still holds. */
    static PostgresSource join(
            SourceConfig config, Credentials credentials, String exported, SnapshotInfo snapshot, ReadMeter meter) {
        return open(config, credentials, meter, connection -> {
            PostgresSession.join(connection, config, exported);
            return snapshot;
        });
    }

    private static PostgresSource open(
            SourceConfig config, Credentials credentials, ReadMeter meter, SourceSession.Beginning beginning) {
        SourceSession session = SourceSession.open(
                config,
                new PostgresErrors(),
                meter,
                credentials.username(),
                new SourceSession.Driver(
                        wire -> PostgresSession.connect(config, credentials, wire),
                        beginning,
                        PostgresSource::stopOnServer));
        return new PostgresSource(session, config);
    }

    /** The name under which other connections can see this one's snapshot, as long as it is open. */
    String export() {
        try (Statement statement = statement();
                ResultSet name = statement.executeQuery("SELECT pg_export_snapshot()")) {
            name.next();
            return name.getString(1);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * One part where the planner does not answer: the query is wrong, or takes no further column, or waits for a lock. What
     * it is then shows when it is run, and that can be cancelled.
     */
    @Override
    protected List<String> split(String sql, int connections) throws SQLException {
        Savepoint before = connection().setSavepoint();
        try (Statement statement = statement()) {
            statement.execute("SET LOCAL lock_timeout = '2s'");
            List<String> names =
                    describe(sql).stream().map(column -> column.column().name()).toList();
            return BlockRanges.split(statement, sql, names, connections);
        } catch (SQLException | IngestionException e) {
            return List.of(sql);
        } finally {
            connection().rollback(before);
            // a transaction in a savepoint cannot export its snapshot
            connection().releaseSavepoint(before);
        }
    }

    /**
     * What the driver divides into several statements it would send as several; of what it sends as one, the server takes no
     * more than one, as columns are described by the extended protocol before anything else is asked.
     */
    @Override
    protected void check(String query) {
        try {
            if (Parser.parseJdbcSql(noRows(query), true, false, true, false, false)
                            .size()
                    > 1) {
                throw QueryRefusals.query("The query has several statements. Give one SELECT.");
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    protected RowGroups rows(String query) throws SQLException {
        List<PostgresColumn> columns = describe(query);
        Schema schema =
                QueryColumns.schema(columns.stream().map(PostgresColumn::column).toList());
        String select =
                columns.stream().map(PostgresColumn::expression).collect(Collectors.joining(", ", "SELECT ", ""));
        String copy = "COPY (" + select + " FROM (" + query + "\n) AS q) TO STDOUT (FORMAT binary)";
        PostgresSession.checkSettled(connection(), config);
        OneStatement.check(connection(), copy);
        CopyRows rows = new CopyRows(copyOut(copy), meter(), config.limits().rowBytes());
        return new CopyRowGroups(
                schema, columns.stream().map(PostgresColumn::field).toList(), rows, this);
    }

    /** It may take long until the first row: whoever closes meanwhile must find a stream to stop. */
    private CopyOut copyOut(String copy) throws SQLException {
        state().begin();
        try {
            return connection().unwrap(PGConnection.class).getCopyAPI().copyOut(copy);
        } catch (SQLException e) {
            state().end();
            throw e;
        }
    }

    @Override
    protected List<SourceColumn> described(String query) throws SQLException {
        try (Statement statement = statement();
                ResultSet none = noRows(statement, query)) {
            var metadata = none.getMetaData();
            List<SourceColumn> columns = new ArrayList<>();
            for (int i = 1; i <= metadata.getColumnCount(); i++) {
                columns.add(PostgresColumn.of(metadata, i, types()).described(metadata.getColumnTypeName(i)));
            }
            return columns;
        }
    }

    private List<PostgresColumn> describe(String query) throws SQLException {
        try (Statement statement = statement();
                ResultSet none = noRows(statement, query)) {
            var metadata = none.getMetaData();
            List<PostgresColumn> columns = new ArrayList<>();
            for (int i = 1; i <= metadata.getColumnCount(); i++) {
                columns.add(PostgresColumn.of(metadata, i, types()));
            }
            return columns;
        }
    }

    /** Only planned: LIMIT 0 ends before the first row. A prepared statement would take jsonb's ? for a parameter. */
    private static String noRows(String query) {
        return BEFORE + query + "\n) AS q LIMIT 0";
    }

    private ResultSet noRows(Statement statement, String query) throws SQLException {
        try {
            return statement.executeQuery(noRows(query));
        } catch (SQLException e) {
            throw failures().querying(e, state(), PostgresErrors.where(e, query, BEFORE.length()));
        }
    }

    /** As the extended protocol takes it: one statement, which it describes and does not run. */
    @Override
    protected void checkGivesRows(String sql) throws SQLException {
        if (!OneStatement.givesRows(connection(), sql)) {
            throw givesNoRows();
        }
    }

    /** What the driver would send as several statements, it prepares and describes the first of. */
    @Override
    protected void checkGivesRows(PreparedStatement statement, String sql) throws SQLException {
        OneStatement.checkWithParameters(connection(), sql);
        checkGivesRows(statement);
    }

    @Override
    protected Optional<String> changes() throws SQLException {
        return PostgresRole.changes(connection());
    }

    @Override
    protected Estimate planned(String query) throws SQLException {
        return PostgresSession.estimate(connection(), query);
    }

    @Override
    protected CellValue.OfColumn values() {
        return PostgresValues.under(types());
    }

    /** Of a composite of NULLs, IS NULL is true although it is a value. */
    @Override
    protected String isNull(Column column) {
        return PostgresDialect.INSTANCE.identifier(column.name()) + " IS NOT DISTINCT FROM NULL";
    }

    @Override
    protected ValueHashes hashed(String query) throws SQLException {
        try (Statement statement = statement();
                ResultSet none = noRows(statement, query)) {
            return PostgresValuesQuery.of(connection(), query, none.getMetaData(), types());
        }
    }

    /** Sent over a connection of its own, so the reader may be waiting in this one. */
    private static void stopOnServer(Connection connection) throws SQLException {
        connection.unwrap(PGConnection.class).cancelQuery();
    }

    private Statement statement() throws SQLException {
        Statement statement = connection().createStatement();
        statement.setEscapeProcessing(false);
        return statement;
    }
}
