package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.kit.database.Transfers;
import io.spicerack.model.DataSourceType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Money flows from one table to the other without a pause while both are refreshed, by real routes on both servers. It
 * flows one way, so two snapshots that are a single transfer apart cannot add up.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@WithServers
class GroupSnapshotTest {
    private static final int ACCOUNTS = 1_000;
    private static final long MONEY = 1_000_000L * ACCOUNTS;

    private final TestDatabase postgres = TestDatabases.postgres().newDatabase();
    private final TestDatabase mariaDb = TestDatabases.mariaDb().newDatabase();
    private final PipelineFixture fixture;

    GroupSnapshotTest(@TempDir Path directory) throws SQLException {
        createAccounts(postgres, "SELECT i, 1000000 FROM generate_series(1, " + ACCOUNTS + ") i");
        createAccounts(mariaDb, "SELECT seq, 1000000 FROM " + TestDatabases.sequence(ACCOUNTS));
        try (Connection connection = mariaDb.server().administer("mysql");
                Statement statement = connection.createStatement()) {
            statement.execute("GRANT RELOAD ON *.* TO " + TestDatabases.USER + "@'%'");
        }
        fixture = PipelineFixture.open(directory)
                .postgres("pg", postgres)
                .dataSource("my", DataSourceType.MARIADB, mariaDb);
        fixture.routes().shared();
        for (String source : new String[] {"pg", "my"}) {
            fixture.routes()
                    .member("current-" + source, "bank-" + source, source, "SELECT id, balance FROM current", "id")
                    .member("savings-" + source, "bank-" + source, source, "SELECT id, balance FROM savings")
                    .query("current-alone-" + source, source, "SELECT id, balance FROM current")
                    .query("savings-alone-" + source, source, "SELECT id, balance FROM savings");
        }
        fixture.start();
    }

    private static void createAccounts(TestDatabase database, String accounts) throws SQLException {
        database.execute(
                "CREATE TABLE current (id BIGINT PRIMARY KEY, balance BIGINT)",
                "CREATE TABLE savings (id BIGINT PRIMARY KEY, balance BIGINT)",
                "INSERT INTO current " + accounts,
                "INSERT INTO savings SELECT id, 0 FROM current");
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg", "my"})
    void theTablesOfAGroupAddUpInEveryRefresh(String source) {
        try (Transfers transfers = transfers(source)) {
            long saved = 0;
            for (int refresh = 0; refresh < 5; refresh++) {
                transfers.awaitMore();
                fixture.probe().published("current-" + source);
                assertThat(sum("current-" + source) + sum("savings-" + source)).isEqualTo(MONEY);
                assertThat(sum("savings-" + source))
                        .as("money was moved meanwhile")
                        .isGreaterThan(saved);
                saved = sum("savings-" + source);
            }
        }
    }

    /** What the test above would see if the members did not share their snapshot. */
    @ParameterizedTest
    @ValueSource(strings = {"pg", "my"})
    void withoutAGroupTheyDoNotAddUp(String source) {
        try (Transfers transfers = transfers(source)) {
            fixture.probe().published("current-alone-" + source);
            transfers.awaitMore();
            fixture.probe().published("savings-alone-" + source);
        }
        assertThat(sum("current-alone-" + source) + sum("savings-alone-" + source))
                .isGreaterThan(MONEY);
    }

    private Transfers transfers(String source) {
        return Transfers.begin(
                source.equals("pg") ? postgres : mariaDb,
                i -> List.of(
                        "UPDATE current SET balance = balance - 1 WHERE id = " + (i * 7919 % ACCOUNTS + 1),
                        "UPDATE savings SET balance = balance + 1 WHERE id = " + (i * 31 % ACCOUNTS + 1)));
    }

    private long sum(String dataSet) {
        return fixture.probe().rows(dataSet).stream()
                .mapToLong(row -> Long.parseLong(row.get(1)))
                .sum();
    }
}
