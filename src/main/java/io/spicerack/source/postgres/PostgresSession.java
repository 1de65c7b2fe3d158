package io.spicerack.source.postgres;

import io.spicerack.envelope.PasswordKeys;
import io.spicerack.model.Credentials;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.source.Estimate;
import io.spicerack.source.SnapshotInfo;
import io.spicerack.source.SourceConfig;
import io.spicerack.tls.HandedTrust;
import io.spicerack.wire.Wire;
import io.spicerack.wire.WireLimits;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.ds.PGSimpleDataSource;

/** Connects to PostgreSQL (10 or newer) and asks it about its state and its plans. Stateless. */
final class PostgresSession {
    /** The driver logs what a server says, word for word. Held, since a logger that nobody holds forgets its level. */
    private static final Logger DRIVERS = Logger.getLogger("org.postgresql");

    private static final Pattern PLAN_ROWS = Pattern.compile("\"Plan Rows\": (\\d+)");
    private static final Pattern PLAN_WIDTH = Pattern.compile("\"Plan Width\": (\\d+)");

    /** What values must not depend on, however the server, the database, the user or this JVM has it. */
    private static final Map<String, String> FIXED = new LinkedHashMap<>();

    static {
        DRIVERS.setLevel(Level.OFF);
        FIXED.put("TimeZone", "UTC");
        FIXED.put("DateStyle", "ISO, YMD");
        FIXED.put("IntervalStyle", "postgres");
        FIXED.put("client_encoding", "UTF8");
        FIXED.put("extra_float_digits", "3");
        FIXED.put("bytea_output", "hex");
        FIXED.put("standard_conforming_strings", "on");
        FIXED.put("transform_null_equals", "off");
        FIXED.put("quote_all_identifiers", "off");
        FIXED.put("array_nulls", "on");
        FIXED.put("backslash_quote", "safe_encoding");
        FIXED.put("timezone_abbreviations", "Default");
        FIXED.put("xmloption", "content");
        FIXED.put("xmlbinary", "base64");
        FIXED.put("gin_fuzzy_search_limit", "0");
        FIXED.put("lock_timeout", "0");
    }

    /** Behind the settings: those that differ, and the transaction's own. */
    private static final String HELD =
            """
            , ('transaction_read_only', 'on'), ('transaction_isolation', 'repeatable read')) AS held (name, value)
            WHERE current_setting(name) IS DISTINCT FROM value""";

    /** Whose tables a name means, and who asks: as the session began, whatever another client of it has set since. */
    private static final String AS_BEGUN = "; SET LOCAL search_path TO DEFAULT; SET LOCAL role TO DEFAULT";

    private PostgresSession() {}

    static Connection connect(SourceConfig config, Credentials credentials, WireLimits limits) throws SQLException {
        // the driver's SCRAM would leave the password to the JDK's cleaner
        PasswordKeys.prefer();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {config.urlHost()});
        source.setPortNumbers(new int[] {config.port()});
        source.setDatabaseName(config.database());
        source.setApplicationName("spicerack");
        source.setConnectTimeout(seconds(config.timeouts().connect()));
        // what connects but does not log in ends by the limits; the driver's own way leaves a thread behind
        source.setLoginTimeout(0);
        source.setSocketFactory(PostgresSockets.class.getName());
        source.setGssEncMode("disable");
        // else the driver sets something for the whole session
        source.setAssumeMinServerVersion("10");
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
        String password = credentials.reveal(Function.identity());
        return Wire.connect(PostgresMessages::watched, config.ssl(), limits, wireId -> {
            source.setSocketFactoryArg(wireId);
            return source.getConnection(credentials.username(), password);
        });
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

    /**
     * Begins the transaction, and sets in it, for it alone, what its values and its end must not depend on. A proxy that
     * gives the server's session to another client after it gives nothing of this away.
     */
    private static void settle(Connection connection, SourceConfig config) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(settings(connection, config).entrySet().stream()
                    .map(setting -> "; SET LOCAL " + setting.getKey() + " = '" + setting.getValue() + "'")
                    .collect(Collectors.joining(
                            "", "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY", AS_BEGUN)));
        }
    }

    private static Map<String, String> settings(Connection connection, SourceConfig config) throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        String longest = String.valueOf(config.limits().serverMillis());
        // before it ends those behind it
        settings.put(
                "statement_timeout",
                String.valueOf(config.timeouts().statement().toMillis()));
        settings.putAll(FIXED);
        settings.put("idle_in_transaction_session_timeout", longest);
        if (connection.getMetaData().getDatabaseMajorVersion() >= 17) {
            settings.put("transaction_timeout", longest);
        }
        return settings;
    }

    /**
     * Throws where the transaction is not the one that was begun and settled: something between us and the server may have
     * given us another session, or have set it otherwise.
     */
    static void checkSettled(Connection connection, SourceConfig config) throws SQLException {
        String wrong = settings(connection, config).entrySet().stream()
                .filter(setting -> FIXED.containsKey(setting.getKey()))
                .map(setting -> "('" + setting.getKey() + "', '" + setting.getValue() + "')")
                .collect(Collectors.joining(", ", "SELECT string_agg(name, ', ') FROM (VALUES ", HELD));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(wrong)) {
            row.next();
            String names = row.getString(1);
            if (names != null) {
                throw new IngestionException(
                        IngestionErrorType.CONNECTION_FAILURE,
                        config.place() + ": the session does not hold what was set for this transaction (" + names
                                + "), so that its values could be others than they seem. If a proxy shares sessions"
                                + " there, have it keep one for a whole transaction (PgBouncer: pool_mode=transaction or"
                                + " session).");
            }
        }
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
