package io.spicerack.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.TypeRules;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A proxy gives the server's session to one client after the other, with all that the one before has set. */
@WithServers
class SharedSessionTest {
    private final TestDatabase database = TestDatabases.postgres().newDatabase();

    @Test
    void whatAnotherClientHasSetForTheSessionCountsForNothing() throws SQLException {
        database.execute(
                "CREATE TABLE visit AS SELECT 'the right one' AS note",
                "CREATE SCHEMA other",
                "CREATE TABLE other.visit AS SELECT 'another client''s' AS note");
        SourceConfig config = new SourceConfig(
                DataSourceType.POSTGRESQL,
                "127.0.0.1",
                database.server().port(),
                database.name(),
                false,
                new SourceConfig.Timeouts(Duration.ofSeconds(9), Duration.ZERO, Duration.ZERO),
                TypeRules.DEFAULT);
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = other");
            statement.execute("SET TimeZone = 'Asia/Tokyo'");
            statement.execute("SET default_transaction_read_only = off");
            statement.execute("SET ROLE " + TestDatabases.USER);
            PostgresSession.begin(connection, config);
            PostgresSession.checkSettled(connection, config);
            assertThat(text(statement, "SELECT note FROM visit")).isEqualTo("the right one");
            assertThat(text(statement, "SHOW role")).isEqualTo("none");
            assertThat(text(statement, "SHOW TimeZone")).isEqualTo("UTC");
            connection.commit();
            assertThat(text(statement, "SHOW search_path"))
                    .as("and nothing is given away")
                    .isEqualTo("other");
        }
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
