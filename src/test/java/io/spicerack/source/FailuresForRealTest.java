package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.Credentials;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Failures that a server is brought to have, with the code, the type and the words that they have then. */
@WithServers
class FailuresForRealTest {
    @Test
    void ofPostgres() throws SQLException {
        TestDatabase database = TestDatabases.postgres().newDatabase();
        database.execute(
                "CREATE TABLE t (a int)",
                "INSERT INTO t VALUES (1)",
                "CREATE MATERIALIZED VIEW unpopulated AS SELECT a FROM t WITH NO DATA",
                "CREATE FUNCTION fails(code text) RETURNS int LANGUAGE plpgsql AS"
                        + " $$BEGIN RAISE EXCEPTION 'Jane Doe' USING ERRCODE = code; END$$");
        Map<String, String> causes = new LinkedHashMap<>();
        causes.put(
                "SELECT a FROM unpopulated",
                "SQL_EXCEPTION: SQLState 55000 object_not_in_state.*REFRESH MATERIALIZED VIEW.*");
        causes.put(
                "SELECT pg_terminate_backend(pg_backend_pid()) AS a",
                "CONNECTION_FAILURE, again: SQLState (57P01|08006).*");
        causes.put("SELECT a / 0 AS a FROM t", "SQL_INVALID_PARAMETER_VALUE: SQLState 22012.*");
        causes.put("SELECT a FROM t, pg_sleep(9)", "QUERY_TIMEOUT: SQLState 57014 query_canceled.*");
        causes.put("SELECT a FROM nowhere.t", "SQL_TABLE_NOT_FOUND: SQLState 42P01.*");
        causes.put(
                "SELECT fails('40001') AS a FROM t",
                "SOURCE_RESOURCE_LIMIT_EXCEEDED, again: SQLState 40001 serialization_failure.*read the primary.*");
        for (String code : new String[] {"40P01", "53200", "57P03", "55P03"}) {
            causes.put("SELECT fails('" + code + "') AS a FROM t", "\\w+, again: SQLState " + code + " .*");
        }
        StringBuilder columns = new StringBuilder("SELECT 1 AS a0");
        for (int i = 1; i < 1700; i++) {
            columns.append(", 1 AS a").append(i);
        }
        causes.put(columns.toString(), "SOURCE_RESOURCE_LIMIT_EXCEEDED: SQLState 54011.*read fewer columns.*");
        check(database, DataSourceType.POSTGRESQL, causes);
        administer(database, "CREATE USER none_" + database.name() + " PASSWORD 'reads' CONNECTION LIMIT 0");
        assertThat(opening(database, DataSourceType.POSTGRESQL, "none_" + database.name()))
                .matches("SOURCE_RESOURCE_LIMIT_EXCEEDED, again: SQLState 53300 too_many_connections.*");
    }

    @Test
    void ofMariaDb() throws SQLException {
        TestDatabase database = TestDatabases.mariaDb().newDatabase();
        database.execute(
                "CREATE TABLE t (a INT PRIMARY KEY)",
                "INSERT INTO t VALUES (1)",
                "CREATE TABLE gone (a INT)",
                "CREATE VIEW broken AS SELECT a FROM gone",
                "DROP TABLE gone");
        administer(
                database,
                "CREATE FUNCTION fails(code INT) RETURNS INT BEGIN CASE code"
                        + " WHEN 1205 THEN SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1205;"
                        + " WHEN 1213 THEN SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213;"
                        + " WHEN 1317 THEN SIGNAL SQLSTATE '70100' SET MYSQL_ERRNO = 1317;"
                        + " WHEN 1412 THEN SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1412;"
                        + " END CASE; RETURN 1; END");
        Map<String, String> causes = new LinkedHashMap<>();
        causes.put(
                "SELECT a FROM broken",
                "SQL_TABLE_NOT_FOUND: SQLState HY000, error 1356 view_invalid.*repair the view.*");
        causes.put(
                "SELECT fails(1205) AS a FROM t",
                "QUERY_TIMEOUT, again: SQLState HY000, error 1205 lock_wait_timeout.*");
        causes.put(
                "SELECT sum(seq * 2) AS n FROM " + TestDatabases.sequence(100_000_000_000L),
                TestDatabases.onMySql()
                        ? "QUERY_TIMEOUT: SQLState HY000, error 3024 query_timeout.*"
                        : "QUERY_TIMEOUT: SQLState 70100, error 1969.*");
        causes.put(
                "SELECT fails(1213) AS a FROM t",
                "SOURCE_RESOURCE_LIMIT_EXCEEDED, again: SQLState 40001.*error 1213.*");
        causes.put("SELECT fails(1317) AS a FROM t", "QUERY_TIMEOUT: SQLState 70100, error 1317 query_interrupted.*");
        causes.put(
                "SELECT fails(1412) AS a FROM t",
                "SOURCE_RESOURCE_LIMIT_EXCEEDED, again: .*error 1412.*with a new one.*");
        check(database, DataSourceType.MARIADB, causes);
        String busy = "busy_" + database.name();
        administer(
                database,
                "DROP USER IF EXISTS " + busy + "@'%'",
                "CREATE USER " + busy + "@'%' IDENTIFIED BY 'reads' WITH MAX_CONNECTIONS_PER_HOUR 1",
                "GRANT SELECT ON " + database.name() + ".* TO " + busy + "@'%'");
        opening(database, DataSourceType.MARIADB, busy);
        assertThat(opening(database, DataSourceType.MARIADB, busy))
                .matches("SOURCE_RESOURCE_LIMIT_EXCEEDED, again: SQLState 42000, error 1226 user_limit_reached.*");
    }

    @Test
    void ofUsersWhomMySqlAndMariaDbDoNotLetIn() throws SQLException {
        TestDatabase database = TestDatabases.mariaDb().newDatabase();
        Map<String, String> causes = new LinkedHashMap<>();
        causes.put("ACCOUNT LOCK", "error (3118|4151) account_has_been_locked .*ACCOUNT UNLOCK.*");
        causes.put("PASSWORD EXPIRE", "error (1862|1820) must_change_password.*has expired.*");
        if (TestDatabases.onMySql()) {
            causes.put("FAILED_LOGIN_ATTEMPTS 1 PASSWORD_LOCK_TIME 1", "error 3955 .*ACCOUNT UNLOCK.*");
        }
        int count = 0;
        for (Map.Entry<String, String> cause : causes.entrySet()) {
            String user = "shut_" + count++ + "_" + database.name();
            administer(
                    database,
                    "DROP USER IF EXISTS " + user + "@'%'",
                    "CREATE USER " + user + "@'%' IDENTIFIED BY 'reads'",
                    "GRANT SELECT ON " + database.name() + ".* TO " + user + "@'%'",
                    "ALTER USER " + user + "@'%' " + cause.getKey());
            SourceConfig config = TestSource.pinned(database, DataSourceType.MARIADB);
            assertThatThrownBy(() -> TestSource.open(config, TestSource.credentials(user, "another")))
                    .isInstanceOf(IngestionException.class);
            assertThat(opening(database, DataSourceType.MARIADB, user))
                    .as(cause.getKey())
                    .matches("PASSWORD_AUTHENTICATION_FAILURE: SQLState \\w+.*, " + cause.getValue());
        }
    }

    @Test
    void ofAMySqlThatLetsInNobodyForTheMoment() throws SQLException {
        TestDatabases.needMySql("offline_mode, and TLS that is demanded,");
        TestDatabase database = TestDatabases.mariaDb().newDatabase();
        Map<String, String> causes = new LinkedHashMap<>();
        causes.put("offline_mode", "CONNECTION_FAILURE, again: SQLState HY000, error 3032 server_offline_mode.*");
        causes.put(
                "require_secure_transport",
                "SSL_CERTIFICATE_VALIDATION_FAILURE: SQLState HY000, error 3159 .*take DisableSsl away.*");
        causes.forEach((setting, words) -> {
            try {
                administer(database, "SET GLOBAL " + setting + " = ON");
                assertThat(words(catchThrowableOfType(
                                IngestionException.class,
                                () -> TestSource.open(
                                        TestSource.config(database, DataSourceType.MYSQL), database.credentials()))))
                        .matches(words);
            } catch (SQLException e) {
                throw new AssertionError(e);
            } finally {
                off(database, setting);
            }
        });
    }

    private static void off(TestDatabase database, String setting) {
        try {
            administer(database, "SET GLOBAL " + setting + " = OFF");
        } catch (SQLException e) {
            throw new AssertionError(setting + " stays on", e);
        }
    }

    @Test
    void ofSessionsThatSomebodyKills() throws SQLException {
        for (DataSourceType type : List.of(DataSourceType.POSTGRESQL, DataSourceType.MARIADB)) {
            boolean postgres = type == DataSourceType.POSTGRESQL;
            TestDatabase database = (postgres ? TestDatabases.postgres() : TestDatabases.mariaDb()).newDatabase();
            try (SourceConnection source = TestSource.open(database, type)) {
                String session = source.numbers(postgres ? "SELECT pg_backend_pid()" : "SELECT CONNECTION_ID()")
                        .get(0)
                        .toString();
                administer(database, postgres ? "SELECT pg_terminate_backend(" + session + ")" : "KILL " + session);
                assertThat(words(catchThrowableOfType(
                                IngestionException.class, () -> TestSource.rows(source, "SELECT 1 AS a"))))
                        .matches("CONNECTION_FAILURE, again: .*");
            }
        }
    }

    private static void check(TestDatabase database, DataSourceType type, Map<String, String> causes) {
        SourceConfig config =
                TestSource.config(type, "127.0.0.1", database.server().port(), database.name(), Duration.ofMillis(300));
        causes.forEach((sql, words) -> {
            try (SourceConnection source = TestSource.open(config, database.credentials())) {
                assertThat(words(catchThrowableOfType(IngestionException.class, () -> TestSource.rows(source, sql))))
                        .matches("(?s)" + words);
            }
        });
    }

    private static String opening(TestDatabase database, DataSourceType type, String user) {
        Credentials credentials = TestSource.credentials(user, "reads");
        IngestionException failure = catchThrowableOfType(
                IngestionException.class, () -> TestSource.open(TestSource.pinned(database, type), credentials)
                        .close());
        return failure == null ? "" : words(failure);
    }

    private static String words(IngestionException failure) {
        assertThat(failure).hasMessageNotContaining("Jane Doe");
        String message = String.valueOf(failure.getMessage());
        return failure.type() + (failure.passing() ? ", again" : "") + ": "
                + message.substring(message.indexOf("SQLState"));
    }

    private static void administer(TestDatabase database, String... statements) throws SQLException {
        try (Connection admin = database.server().administer(database.name());
                Statement statement = admin.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
