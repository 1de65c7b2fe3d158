package io.spicerack.source.mysql;

import io.spicerack.model.Credentials;
import io.spicerack.source.Estimate;
import io.spicerack.source.SnapshotInfo;
import io.spicerack.source.SourceConfig;
import io.spicerack.wire.Wire;
import io.spicerack.wire.WireLimits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Driver;

/** Connects to MySQL (8.0 or newer) and MariaDB (10.6 or newer) with one driver. Stateless. */
final class MySqlSession {
    static {
        // Connector/J logs each error that a server sends, and such a text may quote a row's values; in the service the
        // program has said so before it loads the driver
        System.setProperty("mariadb.logging.disable", "true");
        WireTypes.complete();
    }

    private MySqlSession() {}

    static Connection connect(SourceConfig config, Credentials credentials, WireLimits limits) throws SQLException {
        Properties properties = new Properties();
        MySqlLogin.options(properties, config, credentials);
        properties.setProperty("connectTimeout", millis(config.timeouts().connect()));
        properties.setProperty("socketTimeout", millis(config.timeouts().idle()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("socketFactory", MySqlSockets.class.getName());
        // each answer is to the command that was sent last, and says what its columns are
        properties.setProperty("disablePipeline", "true");
        properties.setProperty("enableSkipMeta", "false");
        properties.setProperty("allowLocalInfile", "false");
        properties.setProperty("useServerPrepStmts", "true");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("transformedBitIsBoolean", "false");
        properties.setProperty("yearIsDateType", "false");
        String url = "jdbc:mariadb://" + config.urlHost() + ":" + config.port() + "/" + config.database();
        try {
            return Wire.connect(MySqlPackets::watched, config.ssl(), limits, wireId -> {
                properties.setProperty(MySqlSockets.WIRE, wireId);
                @Nullable Connection connection = new Driver().connect(url, properties);
                if (connection == null) {
                    throw new SQLException("the driver does not know this address", "08001");
                }
                return connection;
            });
        } catch (SQLException e) {
            throw MySqlLogin.withheld(e);
        }
    }

    /** Throws where the session is not the one that {@link #begin} has settled. */
    static void checkSettled(Connection connection, SourceConfig config) throws SQLException {
        MySqlSettings.check(connection, config, mariaDb(connection));
    }

    private static boolean mariaDb(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().contains("MariaDB");
    }

    /** Sets what the answers of a connection must not depend on; what is not read from needs it as well. */
    static void settle(Connection connection, SourceConfig config) throws SQLException {
        MySqlSettings.apply(connection, config, mariaDb(connection));
    }

    static SnapshotInfo begin(Connection connection, SourceConfig config) throws SQLException {
        boolean mariaDb = mariaDb(connection);
        settle(connection, config);
        try (Statement statement = connection.createStatement()) {
            // were the one below ever ended, what came after it could not write either
            statement.execute("SET SESSION TRANSACTION READ ONLY");
            // of the next transaction alone
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
            String version = connection.getMetaData().getDatabaseProductVersion();
            try (ResultSet row = statement.executeQuery("SELECT UNIX_TIMESTAMP()")) {
                row.next();
                return new SnapshotInfo(
                        (mariaDb ? "MariaDB " : "MySQL ") + version,
                        Instant.ofEpochSecond(row.getLong(1)),
                        mariaDb ? mariaDbPosition(connection) : first(connection, "SELECT @@GLOBAL.gtid_executed"),
                        MySqlReplicaLag.of(connection, config, mariaDb));
            }
        }
    }

    /** MariaDB binds the position of its binary log to the snapshot. */
    private static Optional<String> mariaDbPosition(Connection connection) {
        String variable = "SELECT VARIABLE_VALUE FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = ";
        Optional<String> file = first(connection, variable + "'BINLOG_SNAPSHOT_FILE'");
        Optional<String> offset = first(connection, variable + "'BINLOG_SNAPSHOT_POSITION'");
        return file.isPresent() && offset.isPresent()
                ? Optional.of(file.get() + ":" + offset.get())
                : first(connection, "SELECT @@gtid_current_pos");
    }

    /** Empty where the server has no such thing, or does not show it to this user. */
    private static Optional<String> first(Connection connection, String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next()
                    ? Optional.ofNullable(row.getString(1)).filter(value -> !value.isBlank())
                    : Optional.empty();
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /**
     * The rows that a plan's outermost SELECT combines, multiplied: an upper guess; and their bytes, where each comes from
     * one table whose rows the server knows the size of.
     */
    static Estimate estimate(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet plan = statement.executeQuery("EXPLAIN FORMAT=TRADITIONAL " + query)) {
            double rows = 1;
            boolean known = false;
            List<String> tables = new ArrayList<>();
            while (plan.next()) {
                boolean outermost = "1".equals(plan.getString("id"));
                double of = plan.getDouble("rows");
                if (outermost && !plan.wasNull()) {
                    rows *= Math.max(of, 1);
                    known = true;
                    tables.add(plan.getString("table"));
                }
            }
            if (!known || rows >= Long.MAX_VALUE) {
                return Estimate.UNKNOWN;
            }
            OptionalLong each = tables.size() == 1 ? rowBytes(connection, tables.get(0)) : OptionalLong.empty();
            return new Estimate(
                    OptionalLong.of((long) rows),
                    each.isPresent() ? OptionalLong.of((long) (rows * each.getAsLong())) : OptionalLong.empty());
        }
    }

    /** Empty for an alias, a view, a table without rows. */
    private static OptionalLong rowBytes(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT AVG_ROW_LENGTH FROM"
                + " information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?")) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getLong(1) > 0 ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }
}
