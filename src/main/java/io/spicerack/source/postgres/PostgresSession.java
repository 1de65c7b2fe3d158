package io.spicerack.source.postgres;

import io.spicerack.envelope.PasswordKeys;
import io.spicerack.model.Credentials;
import io.spicerack.source.Estimate;
import io.spicerack.source.SnapshotInfo;
import io.spicerack.source.SourceConfig;
import io.spicerack.tls.HandedTrust;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/** Connects to PostgreSQL (10 or newer) and asks it about its state and its plans. Stateless. */
final class PostgresSession {
    private static final Pattern PLAN_ROWS = Pattern.compile("\"Plan Rows\": (\\d+)");
    private static final Pattern PLAN_WIDTH = Pattern.compile("\"Plan Width\": (\\d+)");

    private PostgresSession() {}

    static Connection connect(SourceConfig config, Credentials credentials) throws SQLException {
        // the driver's SCRAM would leave the password to the JDK's cleaner
        PasswordKeys.prefer();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {config.urlHost()});
        source.setPortNumbers(new int[] {config.port()});
        source.setDatabaseName(config.database());
        source.setApplicationName("spicerack");
        source.setConnectTimeout(seconds(config.timeouts().connect()));
        // what connects but does not log in; later than the one above, which tells more
        source.setLoginTimeout(seconds(config.timeouts().connect()) + 5);
        source.setSocketTimeout(seconds(config.timeouts().idle()));
        source.setTcpKeepAlive(true);
        if (config.ssl()) {
            // the name is checked with the certificate
            source.setSslMode("verify-ca");
            source.setSslfactory(PostgresTls.class.getName());
            source.setSslfactoryarg(HandedTrust.hand(config.trust().of(config.host())));
        } else {
            source.setSslMode("disable");
            source.setAuthenticationPluginClassName(HiddenPassword.class.getName());
        }
        return source.getConnection(
                credentials.username(), credentials.password().reveal(Function.identity()));
    }

    /** Takes the snapshot: the first statement of the transaction does. */
    static SnapshotInfo begin(Connection connection, SourceConfig config) throws SQLException {
        settle(connection, config);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT now(), current_setting('server_version')")) {
            row.next();
            return new SnapshotInfo(
                    "PostgreSQL " + row.getString(2),
                    row.getObject(1, OffsetDateTime.class).toInstant(),
                    position(connection),
                    PostgresReplicaLag.of(connection, config));
        }
    }

    /** Takes the snapshot that another transaction has exported. */
    static void join(Connection connection, SourceConfig config, String exported) throws SQLException {
        settle(connection, config);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION SNAPSHOT '" + exported.replace("'", "''") + "'");
        }
    }

    /** What the session prints must not depend on the server's, the user's or this JVM's settings. */
    private static void settle(Connection connection, SourceConfig config) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres';"
                    + " SET extra_float_digits = 3; SET bytea_output = 'hex'; SET standard_conforming_strings = on;"
                    + " SET transform_null_equals = off; SET quote_all_identifiers = off; SET xmlbinary = 'base64';"
                    + " SET gin_fuzzy_search_limit = 0; SET lock_timeout = 0;"
                    + " SET default_transaction_read_only = on; SET idle_in_transaction_session_timeout = "
                    + config.limits().serverMillis() + "; SET statement_timeout = "
                    + config.timeouts().statement().toMillis());
            if (connection.getMetaData().getDatabaseMajorVersion() >= 17) {
                statement.execute("SET transaction_timeout = " + config.limits().serverMillis());
            }
        }
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
    }

    /** Not every server tells: some hosted ones have no log of this kind. */
    private static Optional<String> position(Connection connection) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CASE WHEN pg_is_in_recovery()"
                        + " THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END::text")) {
            row.next();
            return Optional.ofNullable(row.getString(1));
        } catch (SQLException e) {
            connection.rollback(before);
            return Optional.empty();
        } finally {
            connection.releaseSavepoint(before);
        }
    }

    static Estimate estimate(Connection connection, String query) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement();
                ResultSet plan = statement.executeQuery("EXPLAIN (FORMAT JSON) " + query)) {
            plan.next();
            String json = plan.getString(1);
            Matcher rows = PLAN_ROWS.matcher(json);
            Matcher width = PLAN_WIDTH.matcher(json);
            if (!rows.find() || !width.find()) {
                return Estimate.UNKNOWN;
            }
            long count = Long.parseLong(rows.group(1));
            return new Estimate(OptionalLong.of(count), OptionalLong.of(count * Long.parseLong(width.group(1))));
        } catch (SQLException e) {
            connection.rollback(before);
            throw e;
        } finally {
            connection.releaseSavepoint(before);
        }
    }

    private static int seconds(Duration duration) {
        return (int) duration.plusMillis(999).toSeconds();
    }
}
