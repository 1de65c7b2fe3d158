package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.kit.database.PgBouncer;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Behind a real PgBouncer, which gives one session of the server to reads and to other clients in turns. */
@WithServers
class PgBouncerTest {
    private static final int READS = 20;

    /** What another client has set for its session, and finds again. */
    private static final List<String> OTHERS = List.of(
            "search_path|other",
            "extra_float_digits|-3",
            "bytea_output|escape",
            "IntervalStyle|sql_standard",
            "TimeZone|Asia/Tokyo",
            "lock_timeout|7s");

    private final TestDatabase database = TestDatabases.postgres().newDatabase();

    @Test
    void neitherOfTwoClientsOfOneSessionSeesWhatTheOtherHasSet() throws Exception {
        database.execute(
                "CREATE TABLE visit AS SELECT 'the right one' AS note",
                "CREATE SCHEMA other",
                "CREATE TABLE other.visit AS SELECT 'another client''s' AS note");
        try (PgBouncer bouncer = PgBouncer.before(database.server(), "transaction");
                Connection connection = other(bouncer);
                Statement other = connection.createStatement()) {
            for (String setting : OTHERS) {
                other.execute("SET " + setting.replace("|", " = '") + "'");
            }
            int session = Integer.parseInt(text(other, "SELECT pg_backend_pid()"));
            for (int read = 0; read < READS; read++) {
                try (SourceConnection source = TestSource.open(config(bouncer), database.credentials())) {
                    assertThat(TestSource.row(
                                    source,
                                    "SELECT note, 0.1::float8 + 0.2::float8 AS f, array[1::float8 / 3] AS texts,"
                                            + " '\\x00ff'::bytea AS bytes, interval '1 day 2 hours' AS span, pg_backend_pid() AS"
                                            + " pid FROM visit"))
                            .containsExactly(
                                    "the right one",
                                    0.30000000000000004,
                                    "{0.3333333333333333}",
                                    "00ff",
                                    "1 day 02:00:00",
                                    session);
                }
                // neither READ ONLY nor a time-out is left for it
                assertThat(other.executeUpdate("INSERT INTO other.visit VALUES ('x')"))
                        .isOne();
                for (String setting : OTHERS) {
                    String[] nameAndValue = setting.split("\\|", 2);
                    assertThat(text(other, "SHOW " + nameAndValue[0])).isEqualTo(nameAndValue[1]);
                }
                assertThat(text(other, "SHOW statement_timeout")).isEqualTo("0");
                assertThat(text(other, "SHOW idle_in_transaction_session_timeout"))
                        .isEqualTo("0");
                assertThat(text(other, "SELECT string_agg(statement, '; ') FROM pg_prepared_statements"))
                        .as("statements that were prepared and left there")
                        .isNull();
            }
        }
    }

    @Test
    void oneThatGivesTheSessionAwayWithEachStatementIsRefused() throws Exception {
        try (PgBouncer bouncer = PgBouncer.before(database.server(), "statement")) {
            assertThatThrownBy(() -> TestSource.open(config(bouncer), database.credentials()))
                    .isInstanceOf(IngestionException.class)
                    .hasMessageContaining("A PgBouncer needs pool_mode=transaction or session");
        }
    }

    private SourceConfig config(PgBouncer bouncer) {
        return TestSource.config(
                DataSourceType.POSTGRESQL, "127.0.0.1", bouncer.port(), database.name(), Duration.ofMinutes(5));
    }

    /** One that sends each statement by itself. */
    private Connection other(PgBouncer bouncer) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + bouncer.port() + "/" + database.name()
                        + "?prepareThreshold=0&sslmode=disable",
                TestDatabases.USER,
                TestDatabases.PASSWORD);
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
