package io.spicerack.source.mysql;

import io.spicerack.model.Credentials;
import io.spicerack.source.Columns;
import io.spicerack.source.CountsQuery;
import io.spicerack.source.Dialect;
import io.spicerack.source.Estimate;
import io.spicerack.source.FieldReader;
import io.spicerack.source.HashSql;
import io.spicerack.source.HashedColumn;
import io.spicerack.source.KeyRanges;
import io.spicerack.source.QueryState;
import io.spicerack.source.QueryText;
import io.spicerack.source.ReadMeter;
import io.spicerack.source.Refusals;
import io.spicerack.source.SnapshotInfo;
import io.spicerack.source.SnapshotProxy;
import io.spicerack.source.SourceColumn;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.SourceFailures;
import io.spicerack.source.SplitOptions;
import io.spicerack.source.SplitQuery;
import io.spicerack.source.TypeRules;
import io.spicerack.source.ValuesQuery;
import io.spicerack.table.Column;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A snapshot of a MySQL or MariaDB database, streamed over the binary protocol. */
public final class MySqlSource implements SourceConnection {
    private static final Logger LOGGER = LoggerFactory.getLogger(MySqlSource.class);

    /** Rows that the driver holds at a time; fewer where one row may take megabytes. */
    private static final int FETCH = 256;

    private static final int FETCH_LARGE = 8;
    private static final int LARGE_BYTES = 65_535;

    private final Connection connection;
    private final SnapshotInfo snapshot;
    private final SourceFailures failures;
    private final TypeRules types;
    private final ReadMeter meter;
    private final QueryState state = new QueryState();

    private MySqlSource(
            Connection connection, SnapshotInfo snapshot, SourceFailures failures, TypeRules types, ReadMeter meter) {
        this.meter = meter;
        this.types = types;
        this.connection = connection;
        this.snapshot = snapshot;
        this.failures = failures;
    }

    public static MySqlSource open(SourceConfig config, Credentials credentials, ReadMeter meter) {
        SourceFailures failures = new SourceFailures(config);
        try {
            Connection connection = MySqlSession.connect(config, credentials);
            try {
                return new MySqlSource(
                        connection, MySqlSession.begin(connection, config), failures, config.types(), meter);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failures.connecting(e);
        }
    }

    /** The query in as many parts as it can be read in at a time; each gives rows of its own, all together all. */
    List<String> split(SplitQuery query) {
        String sql = QueryText.single(query.sql(), Dialect.MYSQL);
        SplitOptions split = query.split();
        if (split.connections() == 1 || split.column().isEmpty()) {
            return List.of(sql);
        }
        try {
            return KeyRanges.split(
                    connection, Dialect.MYSQL, sql, split.column().get(), split.connections());
        } catch (SQLException e) {
            throw failures.querying(e, state);
        }
    }

    @Override
    public RowGroups query(String sql) {
        String query = QueryText.single(sql, Dialect.MYSQL);
        ZeroDates dates = new ZeroDates(types.zeroDate());
        try {
            PreparedStatement statement = connection.prepareStatement(query);
            try {
                List<MySqlColumn> columns = describe(statement, dates);
                Schema schema =
                        Columns.schema(columns.stream().map(MySqlColumn::column).toList());
                // before the first row, which may take long: whoever closes meanwhile must find a stream to stop
                state.begin();
                ResultSet rows = statement.executeQuery();
                List<FieldReader> readers =
                        columns.stream().map(MySqlColumn::reader).toList();
                return new MySqlRowGroups(schema, readers, statement, rows, dates, this);
            } catch (SQLException | RuntimeException e) {
                state.end();
                statement.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failures.querying(e, state);
        }
    }

    @Override
    public List<SourceColumn> columns(String sql) {
        try (PreparedStatement statement = connection.prepareStatement(QueryText.single(sql, Dialect.MYSQL))) {
            List<MySqlColumn> columns = describe(statement, new ZeroDates(types.zeroDate()));
            ResultSetMetaData metadata = statement.getMetaData();
            List<SourceColumn> described = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                described.add(new SourceColumn(
                        columns.get(i).column(),
                        metadata.getColumnTypeName(i + 1).toLowerCase(Locale.ROOT)));
            }
            return described;
        } catch (SQLException e) {
            throw failures.querying(e, state);
        }
    }

    /** The server tells the columns of a prepared statement before it runs. */
    private List<MySqlColumn> describe(PreparedStatement statement, ZeroDates dates) throws SQLException {
        ResultSetMetaData metadata = statement.getMetaData();
        if (metadata == null || metadata.getColumnCount() == 0) {
            throw Refusals.query("The query returns no rows. Give a SELECT.");
        }
        List<MySqlColumn> columns = new ArrayList<>();
        int fetch = FETCH;
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            columns.add(MySqlColumn.of(metadata, i, dates, types));
            int size = metadata.getColumnDisplaySize(i);
            fetch = size <= 0 || size >= LARGE_BYTES ? FETCH_LARGE : fetch;
        }
        statement.setFetchSize(fetch);
        return columns;
    }

    @Override
    public Estimate estimate(String sql) {
        if (state.streaming()) {
            return Estimate.UNKNOWN;
        }
        try {
            return MySqlSession.estimate(connection, QueryText.single(sql, Dialect.MYSQL));
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
        return SnapshotProxy.of(connection, state, failures, MySqlValues.under(types), meter);
    }

    @Override
    public String countsQuery(String sql, Schema schema) {
        return CountsQuery.text(schema, MySqlSource::count, QueryText.single(sql, Dialect.MYSQL));
    }

    /** TO_DAYS is NULL for a zero date, as the value that is kept is. */
    private static String count(Column column) {
        String name = Dialect.MYSQL.identifier(column.name());
        return column.type().hasDay() ? "COUNT(TO_DAYS(" + name + "))" : "COUNT(" + name + ")";
    }

    @Override
    public ValuesQuery valuesQuery(String sql) {
        String query = QueryText.single(sql, Dialect.MYSQL);
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            ResultSetMetaData metadata = statement.getMetaData();
            List<MySqlColumn> columns = describe(statement, new ZeroDates(types.zeroDate()));
            List<HashedColumn> hashed = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                hashed.add(MySqlColumnHash.of(columns.get(i - 1).column(), metadata, i));
            }
            return new ValuesQuery(query, HashSql.MYSQL, hashed, MySqlColumnHash::mix);
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

    /** KILL QUERY over a connection of its own, so the reader may be waiting in this one. */
    private void stopOnServer() {
        try {
            connection.unwrap(org.mariadb.jdbc.Connection.class).cancelCurrentQuery();
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

    SourceFailures failures() {
        return failures;
    }

    ReadMeter meter() {
        return meter;
    }

    QueryState state() {
        return state;
    }
}
