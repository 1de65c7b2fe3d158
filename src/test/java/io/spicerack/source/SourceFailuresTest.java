package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spicerack.WithServers;
import io.spicerack.core.sources.Databases;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.Credentials;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@WithServers
class SourceFailuresTest {
    private static final String WRONG = "not-the-password";

    private static TestDatabase database(DataSourceType type) {
        return (type == DataSourceType.POSTGRESQL ? TestDatabases.postgres() : TestDatabases.mariaDb()).newDatabase();
    }

    private static IngestionException opening(SourceConfig config, Credentials credentials) {
        IngestionException failure = catchThrowableOfType(
                IngestionException.class,
                () -> Databases.SERVED.of(config.type()).test(config, credentials, ReadMeter.NONE));
        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain(WRONG, TestDatabases.PASSWORD);
        return failure;
    }

    private static IngestionException querying(SourceConnection source, String sql) {
        IngestionException failure = catchThrowableOfType(IngestionException.class, () -> TestSource.rows(source, sql));
        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain("Jane Doe");
        return failure;
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void whatKeepsOneFromConnectingHasItsType(DataSourceType type) {
        TestDatabase database = database(type);
        SourceConfig config = TestSource.config(database, type);
        Databases.SERVED.of(config.type()).test(config, database.credentials(), ReadMeter.NONE);
        IngestionException password =
                opening(TestSource.pinned(database, type), TestSource.credentials(TestDatabases.USER, WRONG));
        assertThat(password.type()).isEqualTo(IngestionErrorType.PASSWORD_AUTHENTICATION_FAILURE);
        assertThat(password)
                .hasMessageStartingWith("Cannot connect to data source " + type + " 127.0.0.1:" + config.port() + "/"
                        + database.name() + ": SQLState 28")
                .hasMessageContaining(TestDatabases.USER)
                .hasMessageEndingWith("Correct the user name and password in the secret or credential pair, or let this"
                        + " user connect from here.");
        assertThat(opening(
                                TestSource.config(type, "nowhere.invalid", 5432, "db", Duration.ZERO),
                                database.credentials())
                        .type())
                .isEqualTo(IngestionErrorType.UNRESOLVABLE_HOST);
        assertThat(opening(TestSource.config(type, "127.0.0.1", 1, "db", Duration.ZERO), database.credentials())
                        .type())
                .isEqualTo(IngestionErrorType.CONNECTION_FAILURE);
        assertThat(opening(
                                TestSource.config(type, "127.0.0.1", config.port(), "no_such", Duration.ZERO),
                                database.credentials())
                        .type())
                .isIn(IngestionErrorType.INVALID_DATA_SOURCE_CONFIG, IngestionErrorType.PERMISSION_DENIED);
        SourceConfig tls = new SourceConfig(
                type,
                "127.0.0.1",
                config.port(),
                "db",
                true,
                new SourceConfig.Timeouts(Duration.ofSeconds(9), Duration.ZERO, Duration.ZERO),
                TypeRules.DEFAULT);
        assertThat(opening(tls, database.credentials()).type())
                .isIn(IngestionErrorType.CONNECTION_FAILURE, IngestionErrorType.SSL_CERTIFICATE_VALIDATION_FAILURE);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void aHostThatLetsNobodyInIsGivenUp(DataSourceType type) throws IOException {
        try (FullPort host = new FullPort()) {
            SourceConfig config = new SourceConfig(
                    type,
                    "127.0.0.1",
                    host.port(),
                    "db",
                    false,
                    new SourceConfig.Timeouts(Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO),
                    TypeRules.DEFAULT);
            IngestionException failure = opening(config, TestSource.credentials(TestDatabases.USER, WRONG));
            assertThat(failure.type()).isEqualTo(IngestionErrorType.UNROUTABLE_HOST);
            assertThat(failure).hasMessageContaining("The host did not answer within 1 s");
        }
    }

    /** A port whose queue of connections is full: the system answers nobody else, as a firewall would. */
    private static final class FullPort implements AutoCloseable {
        private static final int ANSWER_MILLIS = 300;

        private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> waiting = new ArrayList<>();

        FullPort() throws IOException {
            boolean full = false;
            while (!full) {
                Socket next = new Socket();
                waiting.add(next);
                try {
                    next.connect(listening.getLocalSocketAddress(), ANSWER_MILLIS);
                } catch (SocketTimeoutException e) {
                    full = true;
                }
            }
        }

        int port() {
            return listening.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : waiting) {
                socket.close();
            }
            listening.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void whatKeepsAQueryFromRunningHasItsType(DataSourceType type) throws SQLException {
        TestDatabase database = database(type);
        database.execute("CREATE TABLE t (name VARCHAR(20))", "INSERT INTO t VALUES ('Jane Doe')");
        boolean postgres = type == DataSourceType.POSTGRESQL;
        record Expected(String sql, IngestionErrorType type, String names) {}
        Stream.of(
                        new Expected(
                                "SELECT * FROM nowhere",
                                IngestionErrorType.SQL_TABLE_NOT_FOUND,
                                postgres
                                        ? "SQLState 42P01 undefined_table at 'nowhere', character 15 of the query; the"
                                                + " server's own words may quote rows: run the query by hand to read"
                                                + " them. Correct the table's name"
                                        : "SQLState 42S02, error 1146 no_such_table; the server's own words"),
                        new Expected(
                                "SELECT nothing FROM t",
                                IngestionErrorType.SQL_EXCEPTION,
                                postgres ? "undefined_column at 'nothing', character 8" : "error 1054 bad_field"),
                        new Expected(
                                "SELEKT 1",
                                IngestionErrorType.SQL_EXCEPTION,
                                postgres ? "syntax_error at" : "error 1064 parse_error"),
                        new Expected("SELECT 1; SELECT 2", IngestionErrorType.SQL_EXCEPTION, "several statements"),
                        new Expected("SELECT 1 AS a, 2 AS a", IngestionErrorType.DUPLICATE_COLUMN_NAMES_FOUND, ": a;"))
                .forEach(expected -> {
                    try (SourceConnection source = TestSource.open(database, type)) {
                        IngestionException failure = querying(source, expected.sql());
                        assertThat(failure.type()).isEqualTo(expected.type());
                        assertThat(failure).hasMessageContaining(expected.names());
                    }
                });
    }

    @Test
    void aValueThatTheServerQuotesIsWithheld() throws SQLException {
        TestDatabase database = database(DataSourceType.POSTGRESQL);
        database.execute("CREATE TABLE t (name text)", "INSERT INTO t VALUES ('Jane Doe')");
        try (SourceConnection source = TestSource.open(database, DataSourceType.POSTGRESQL)) {
            IngestionException failure = querying(source, "SELECT name::int AS n FROM t");
            assertThat(failure.type()).isEqualTo(IngestionErrorType.SQL_INVALID_PARAMETER_VALUE);
            assertThat(failure).hasMessageContaining("SQLState 22P02");
        }
        try (SourceConnection source = TestSource.open(database, DataSourceType.POSTGRESQL)) {
            assertThat(querying(source, "SELECT 2147483647 + length(name) AS n FROM t")
                            .type())
                    .isEqualTo(IngestionErrorType.SQL_NUMERIC_OVERFLOW);
        }
    }

    /** Of whatever class the server says its failure is: each of these quotes the value in its own words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT name::regclass AS r FROM t",
                "SELECT current_setting((SELECT string_agg(name, '.') FROM t)) AS s",
                "SELECT name::regprocedure AS r FROM t",
                "SELECT name::regtype AS r FROM t",
                "SELECT name::regrole AS r FROM t",
                "SELECT set_config(name, 'x', true) AS s FROM t",
                "SELECT nextval(name) AS n FROM t",
                "SELECT to_timestamp(name, 'YYYY') AS s FROM t",
                "SELECT xmlparse(document name)::text AS x FROM t",
                "SELECT name::uuid AS u FROM t",
                "SELECT name::jsonb AS j FROM t",
                "SELECT has_table_privilege(name, 'SELECT') AS h FROM t",
                "SELECT timezone(name, now()) AS z FROM t"
            })
    void noClassOfFailuresQuotesAValue(String sql) throws SQLException {
        TestDatabase database = database(DataSourceType.POSTGRESQL);
        database.execute("CREATE TABLE t (name text)", "INSERT INTO t VALUES ('Jane Doe')");
        try (SourceConnection source = TestSource.open(database, DataSourceType.POSTGRESQL)) {
            assertThat(querying(source, sql).getMessage()).contains("SQLState").doesNotContainIgnoringCase("jane");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void aTableThatIsNotGrantedIsRefusedWithTheWayOut(DataSourceType type) throws SQLException {
        TestDatabase database = database(type);
        String user = "reader_" + database.name();
        try (var admin = database.server().administer(database.name());
                var statement = admin.createStatement()) {
            statement.execute("CREATE TABLE hidden (a INT)");
            if (type == DataSourceType.MARIADB) {
                statement.execute("DROP USER IF EXISTS " + user + "@'127.0.0.1'");
            }
            statement.execute(
                    type == DataSourceType.POSTGRESQL
                            ? "CREATE USER " + user + " PASSWORD 'reads'"
                            : "CREATE USER " + user + "@'127.0.0.1' IDENTIFIED BY 'reads'");
            if (type == DataSourceType.MARIADB) {
                statement.execute("CREATE TABLE seen (a INT)");
                statement.execute("GRANT SELECT ON " + database.name() + ".seen TO " + user + "@'127.0.0.1'");
            }
        }
        try (SourceConnection source =
                TestSource.open(TestSource.pinned(database, type), TestSource.credentials(user, "reads"))) {
            IngestionException failure = querying(source, "SELECT * FROM hidden");
            assertThat(failure.type()).isEqualTo(IngestionErrorType.PERMISSION_DENIED);
            assertThat(failure)
                    .hasMessageContaining(
                            type == DataSourceType.POSTGRESQL
                                    ? "SQLState 42501 insufficient_privilege; the server's own words"
                                    : "error 1142 tableaccess_denied; the server's own words")
                    .hasMessageEndingWith("SELECT on what the query reads.");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void aQueryThatTakesTooLongIsStopped(DataSourceType type) {
        TestDatabase database = database(type);
        SourceConfig config =
                TestSource.config(type, "127.0.0.1", database.server().port(), database.name(), Duration.ofMillis(300));
        String sql = type == DataSourceType.POSTGRESQL
                ? "SELECT 1 AS one FROM pg_sleep(60)"
                : "SELECT sum(seq * 2) AS n FROM " + TestDatabases.sequence(100_000_000_000L);
        try (SourceConnection source = TestSource.open(config, database.credentials())) {
            IngestionException failure = querying(source, sql);
            assertThat(failure.type()).isEqualTo(IngestionErrorType.QUERY_TIMEOUT);
            assertThat(failure).hasMessageContaining("The statement time-out is 300 ms, the idle time-out off");
        }
    }
}
