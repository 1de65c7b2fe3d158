package io.spicerack.source.mysql;

import io.spicerack.model.Credentials;
import io.spicerack.source.CellValue;
import io.spicerack.source.Estimate;
import io.spicerack.source.FieldReader;
import io.spicerack.source.HashSql;
import io.spicerack.source.HashedColumn;
import io.spicerack.source.JdbcRowGroups;
import io.spicerack.source.JdbcSource;
import io.spicerack.source.QueryColumns;
import io.spicerack.source.QueryRefusals;
import io.spicerack.source.QueryText;
import io.spicerack.source.ReadMeter;
import io.spicerack.source.SourceColumn;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.SourceSession;
import io.spicerack.source.ValueHashes;
import io.spicerack.source.ValuesQuery;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import io.spicerack.wire.StatementPurpose;
import io.spicerack.wire.WireLimits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** A snapshot of a MySQL or MariaDB database, streamed over the binary protocol. */
final class MySqlSource extends JdbcSource {
    /** A fence would copy the table to the server's disk. */
    private static final HashSql HASHES =
            new HashSql(" ^ ", MySqlColumnHash::mix, number -> "CAST(" + number + " AS CHAR)", "", 16);

    /** Rows that the driver holds at a time; fewer where one row may take megabytes. */
    private static final int FETCH = 256;

    private static final int FETCH_LARGE = 8;
    private static final int LARGE_BYTES = 65_535;

    private final WireLimits limits;

    private final SourceConfig config;

    private MySqlSource(SourceSession session, SourceConfig config) {
        super(session, MySqlDialect.INSTANCE);
        this.config = config;
        this.limits = session.stop().wire();
    }

    static MySqlSource open(SourceConfig config, Credentials credentials, ReadMeter meter) {
        return new MySqlSource(
                SourceSession.open(
                        config, new MySqlErrors(), meter, credentials.username(), driver(config, credentials)),
                config);
    }

    private static SourceSession.Driver driver(SourceConfig config, Credentials credentials) {
        return new SourceSession.Driver(
                wire -> MySqlSession.connect(config, credentials, wire),
                connection -> MySqlSession.begin(connection, config),
                MySqlSource::stopOnServer);
    }

    @Override
    protected RowGroups rows(String query) throws SQLException {
        MySqlSession.checkSettled(connection(), config);
        checkQuery(query);
        ZeroDates dates = new ZeroDates(types().zeroDate());
        PreparedStatement statement = connection().prepareStatement(query);
        try {
            List<MySqlColumn> columns = describe(statement, dates);
            Schema schema = QueryColumns.schema(
                    columns.stream().map(MySqlColumn::column).toList());
            // before the first row, which may take long: whoever closes meanwhile must find a stream to stop
            state().begin();
            limits.streaming(true);
            ResultSet rows = statement.executeQuery();
            List<FieldReader> readers =
                    columns.stream().map(MySqlColumn::reader).toList();
            return new JdbcRowGroups(schema, readers, statement, rows, () -> read(dates), this);
        } catch (SQLException | RuntimeException e) {
            state().end();
            try (statement) {
                throw e;
            }
        }
    }

    private void read(ZeroDates dates) {
        limits.streaming(false);
        dates.report();
    }

    @Override
    protected List<SourceColumn> described(String query) throws SQLException {
        try (PreparedStatement statement = connection().prepareStatement(query)) {
            List<MySqlColumn> columns = describe(statement, new ZeroDates(types().zeroDate()));
            ResultSetMetaData metadata = statement.getMetaData();
            List<SourceColumn> described = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                described.add(new SourceColumn(
                        columns.get(i).column(), fullType(metadata, i + 1), wideScale(metadata, i + 1)));
            }
            return described;
        }
    }

    /** With its digits where they decide what it is kept as. */
    private static String fullType(ResultSetMetaData metadata, int index) throws SQLException {
        String name = metadata.getColumnTypeName(index).toLowerCase(Locale.ROOT);
        return switch (metadata.getColumnType(index)) {
            case Types.DECIMAL, Types.NUMERIC ->
                "decimal(" + metadata.getPrecision(index) + "," + metadata.getScale(index) + ")";
            case Types.BIT, Types.TINYINT -> name + "(" + metadata.getPrecision(index) + ")";
            default -> name;
        };
    }

    private static OptionalInt wideScale(ResultSetMetaData metadata, int index) throws SQLException {
        int type = metadata.getColumnType(index);
        boolean wide = (type == Types.DECIMAL || type == Types.NUMERIC)
                && metadata.getPrecision(index) > ColumnType.Decimal.MAX_PRECISION;
        return wide ? OptionalInt.of(metadata.getScale(index)) : OptionalInt.empty();
    }

    /** The server tells the columns of a prepared statement before it runs. */
    private List<MySqlColumn> describe(PreparedStatement statement, ZeroDates dates) throws SQLException {
        ResultSetMetaData metadata = statement.getMetaData();
        if (metadata == null || metadata.getColumnCount() == 0) {
            throw QueryRefusals.query("The query returns no rows. Give a SELECT.");
        }
        List<MySqlColumn> columns = new ArrayList<>();
        int fetch = FETCH;
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            columns.add(MySqlColumn.of(metadata, i, dates, types()));
            int size = metadata.getColumnDisplaySize(i);
            fetch = size <= 0 || size >= LARGE_BYTES ? FETCH_LARGE : fetch;
        }
        statement.setFetchSize(fetch);
        return columns;
    }

    /**
     * What gives rows and commits, as ANALYZE TABLE and CHECK TABLE, is no query: it cannot stand in another one. It is
     * prepared so, and not run.
     */
    private void checkQuery(String query) throws SQLException {
        try (PreparedStatement between = connection().prepareStatement("SELECT EXISTS (" + query + "\n)")) {
            checkGivesRows(between);
        }
    }

    @Override
    protected void checkGivesRows(String sql) throws SQLException {
        super.checkGivesRows(sql);
        checkQuery(QueryText.single(sql, MySqlDialect.INSTANCE));
    }

    @Override
    protected void checkGivesRows(PreparedStatement statement, String sql) throws SQLException {
        checkGivesRows(statement);
        checkQuery(QueryText.single(sql, MySqlDialect.INSTANCE));
    }

    @Override
    protected Optional<String> changes() throws SQLException {
        return MySqlRole.changes(connection());
    }

    @Override
    protected Estimate planned(String query) throws SQLException {
        return MySqlSession.estimate(connection(), query);
    }

    @Override
    protected CellValue.OfColumn values() {
        return MySqlValues.under(types(), limits);
    }

    /** TO_DAYS is NULL for a zero date, as the value that is kept is. */
    @Override
    protected String count(Column column) {
        String name = MySqlDialect.INSTANCE.identifier(column.name());
        return column.type().hasDay() ? "COUNT(TO_DAYS(" + name + "))" : "COUNT(" + name + ")";
    }

    @Override
    protected BitSet neverNull(String query) {
        return asked(StatementPurpose.COLUMNS, query, () -> {
            try (PreparedStatement statement = connection().prepareStatement(query)) {
                ResultSetMetaData metadata = statement.getMetaData();
                BitSet columns = new BitSet();
                for (int i = 1; i <= metadata.getColumnCount(); i++) {
                    columns.set(i - 1, metadata.isNullable(i) == ResultSetMetaData.columnNoNulls);
                }
                return columns;
            }
        });
    }

    @Override
    protected ValueHashes hashed(String query) throws SQLException {
        try (PreparedStatement statement = connection().prepareStatement(query)) {
            ResultSetMetaData metadata = statement.getMetaData();
            List<MySqlColumn> columns = describe(statement, new ZeroDates(types().zeroDate()));
            List<HashedColumn> hashed = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                hashed.add(MySqlColumnHash.of(columns.get(i - 1).column(), metadata, i));
            }
            return new ValuesQuery(query, HASHES, hashed, MySqlColumnHash::mix);
        }
    }

    /** KILL QUERY over a connection of its own, so the reader may be waiting in this one. */
    static void stopOnServer(Connection connection) throws SQLException {
        connection.unwrap(org.mariadb.jdbc.Connection.class).cancelCurrentQuery();
    }
}
