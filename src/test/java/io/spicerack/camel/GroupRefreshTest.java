package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.WithCore;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.kit.database.Transfers;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.RequestSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Data sets of one group, by real routes: together, or not at all. */
@WithServers
@WithCore
class GroupRefreshTest {
    private static final int ACCOUNTS = 2_000;
    private static final long MONEY = 1_000L * ACCOUNTS;
    private static final DataSetId ODD = new DataSetId("odd");
    private static final DataSetId EVEN = new DataSetId("even");

    private final TestDatabase database = TestDatabases.postgres().newDatabase();
    private final PipelineFixture fixture;

    GroupRefreshTest(PipelineFixture fixture) {
        this.fixture = fixture;
    }

    @BeforeEach
    void createAccounts() throws SQLException {
        database.execute(
                "CREATE TABLE account (id int PRIMARY KEY, balance bigint, opened date)",
                "INSERT INTO account SELECT i, 1000, '2024-02-29' FROM generate_series(1, " + ACCOUNTS + ") i");
        fixture.postgres("pg", database)
                .routes()
                .shared()
                .member("odd", "bank", "pg", "SELECT id, balance, opened FROM account WHERE id % 2 = 1")
                .member("even", "bank", "pg", "SELECT id, balance, opened FROM account WHERE id % 2 = 0");
        fixture.start();
    }

    @Test
    void moneyThatMovesBetweenTheDataSetsIsCountedOnceInEveryRefresh() {
        try (Transfers transfers = Transfers.begin(database, GroupRefreshTest::updates)) {
            for (int refresh = 0; refresh < 5; refresh++) {
                long before = transfers.done();
                fixture.probe().published("odd");
                assertThat(sum("odd") + sum("even")).isEqualTo(MONEY);
                assertThat(transfers.done()).isGreaterThan(before);
            }
        }
        assertThat(latest(EVEN).version()).isNotNull();
        assertThat(fixture.spice().ingestions().list(EVEN, 10)).hasSize(5);
    }

    /** From the odd to the even and back, so that two snapshots would not add up. */
    private static List<String> updates(long transfer) {
        int amount = transfer % 2 == 0 ? 50 : -70;
        return List.of(
                "UPDATE account SET balance = balance + " + amount + " WHERE id = 1",
                "UPDATE account SET balance = balance - " + amount + " WHERE id = 2");
    }

    private long sum(String dataSet) {
        return fixture.probe().rows(dataSet).stream()
                .mapToLong(row -> Long.parseLong(row.get(1)))
                .sum();
    }

    @Test
    void aMemberThatFailsKeepsTheOldVersionsOfAll() throws SQLException {
        fixture.probe().published("odd");
        String even = fixture.probe().current("even").orElseThrow();
        database.execute("UPDATE account SET opened = 'infinity' WHERE id = 1");
        fixture.probe().fails("odd", IngestionErrorType.SQL_INVALID_PARAMETER_VALUE, "Column 'opened' holds infinity");
        awaitEnd(EVEN);
        assertThat(latest(EVEN).status()).isEqualTo(IngestionStatus.FAILED);
        assertThat(String.valueOf(latest(EVEN).error()))
                .contains("data set 'odd', which is refreshed together with this one in group 'bank', failed: Column")
                .contains("Nothing of the group was published");
        assertThat(fixture.probe().onDisk("even")).containsExactly(even);
    }

    @Test
    void cancellingOneCancelsAll() throws SQLException {
        try (Connection lock = database.connect();
                Statement statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            statement.execute("LOCK TABLE account IN ACCESS EXCLUSIVE MODE");
            IngestionId ingestion = fixture.spice().ingestions().request(ODD, RequestSource.MANUAL);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> fixture.spice().ingestions().running().size() == 2);
            fixture.spice().ingestions().cancel(ODD, ingestion, "enough");
            awaitEnd(ODD);
            awaitEnd(EVEN);
            lock.rollback();
        }
        assertThat(List.of(latest(ODD).status(), latest(EVEN).status()))
                .containsExactly(IngestionStatus.CANCELLED, IngestionStatus.CANCELLED);
        fixture.probe().published("even");
    }

    private IngestionRecord latest(DataSetId dataSet) {
        return fixture.spice().ingestions().list(dataSet, 1).get(0);
    }

    private void awaitEnd(DataSetId dataSet) {
        fixture.probe().ended(dataSet, latest(dataSet).id());
    }
}
