package io.spicerack.camel;

import static io.spicerack.model.IngestionErrorType.PERMISSION_DENIED;
import static io.spicerack.model.IngestionErrorType.QUERY_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.SourceReadRecord;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.RequestSource;
import io.spicerack.model.SourceBudget;
import io.spicerack.model.SourceUse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a source's budget allows is kept to, by real routes on real servers, and what was used of it is on record. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@WithServers
class SourceBudgetTest {
    private static final int ROWS = 120_000;
    private static final String FEW = "SELECT id, note FROM visit WHERE id <= 10000";

    private final VisitSources sources;
    private final PipelineFixture fixture;

    SourceBudgetTest(@TempDir Path directory) throws SQLException {
        sources = VisitSources.create(ROWS, 10_000, 150);
        sources.postgres()
                .execute("CREATE FUNCTION doze(bigint) RETURNS int LANGUAGE plpgsql STABLE"
                        + " AS 'BEGIN PERFORM pg_sleep(0.01); RETURN 1; END'");
        // a lock is held for as long as a test holds it: no time-out is to end what waits for it
        fixture = sources.open(directory).idleTimeout(Duration.ofHours(1));
        fixture.routes()
                .shared()
                .query("visits", "pg", "SELECT id, note FROM visit")
                .query("others", "pg", "SELECT id, note FROM visit")
                .query("few-pg", "pg", FEW)
                .query("few-my", "my", "SELECT id, note FROM visit")
                .query("slow-pg", "pg", "SELECT id, doze(id) AS one FROM visit")
                .query("slow-my", "my", "SELECT seq AS id, SLEEP(0.01) AS one FROM " + TestDatabases.sequence(100_000));
        fixture.routes()
                .dataSet(
                        "ranges-my",
                        TestRoutes.body(FEW)
                                + TestRoutes.extract("my, partitionColumn: id")
                                + TestRoutes.SEAL
                                + TestRoutes.RECONCILE
                                + TestRoutes.PUBLISH);
        for (String source : List.of("pg", "my")) {
            fixture.routes().dataSet("streamed-" + source, streamed(source));
        }
        fixture.start();
    }

    /** Rows of camel-jdbc, over a connection of its own. */
    private static String streamed(String source) {
        return TestRoutes.body(FEW)
                + "- to: {uri: \"jdbc:" + source
                + "\", parameters: {outputType: StreamList, resetAutoCommit: \"false\","
                + " statement.fetchSize: \"100\"}}\n"
                + TestRoutes.SEAL
                + TestRoutes.PUBLISH;
    }

    @BeforeEach
    void withoutLimits() {
        budget(SourceBudget.NONE);
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg", "my"})
    void aTransactionThatIsTooOldEndsOnTheServerAndIsNotTriedAgain(String source) {
        budget(limits(Duration.ofSeconds(1), null, null, null));
        fixture.probe()
                .fails(
                        "slow-" + source,
                        QUERY_TIMEOUT,
                        "data source '" + source + "': the transaction is older than its source budget allows, 1 s"
                                + " (LongestTransaction). Read less at a time");
        SourceUse used = used("slow-" + source);
        assertThat(used.transaction()).isGreaterThan(Duration.ofSeconds(1));
        assertThat(used.time()).isGreaterThanOrEqualTo(used.transaction());
        assertThat(fixture.spice().ingestions().running()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg", "my"})
    void aStatementThatIsTooSlowIsEndedByTheServer(String source) {
        budget(limits(null, Duration.ofSeconds(1), null, null));
        fixture.probe().fails("slow-" + source, QUERY_TIMEOUT, "The statement time-out is 1 s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg", "my"})
    void rowsComeNoFasterThanTheRate(String source) {
        budget(limits(null, null, null, 800_000L));
        fixture.probe().published("few-" + source);
        SourceUse used = used("few-" + source);
        assertThat(used.rows()).isEqualTo(10_000);
        assertThat(used.bytes()).isBetween(1_500_000L, 2_000_000L);
        // never faster than allowed, however slow this machine is: the time is the budget's doing
        assertThat(used.bytesPerSecond()).isLessThanOrEqualTo(800_000);
        assertThat(fixture.probe().rows("few-" + source)).hasSize(10_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg", "my"})
    void noFasterDoRowsOfJdbcStepsComeOverAConnectionOfTheirOwn(String source) {
        budget(limits(null, null, null, 1_600_000L));
        IngestionRecord ended = fixture.probe().published("streamed-" + source);
        assertThat(ended.rows().rowsIngested()).isEqualTo(10_000);
        assertThat(Duration.between(ended.created(), ended.ended()))
                .as("10,000 rows of 8 and 150 bytes")
                .isGreaterThan(Duration.ofMillis(10_000 * (8 + 150) / 1_600 - 10));
    }

    /** Such a lock holds up the plan already, before a row is asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"pg", "my"})
    void aTableThatSomebodyElseHasLockedIsWaitedForInWords(String source) throws SQLException {
        boolean postgres = source.equals("pg");
        DataSetId few = new DataSetId("few-" + source);
        try (Connection lock = (postgres ? sources.postgres() : sources.mariaDb()).connect();
                Statement statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            statement.execute(postgres ? "LOCK TABLE visit IN ACCESS EXCLUSIVE MODE" : "LOCK TABLES visit WRITE");
            IngestionId ingestion = fixture.spice().ingestions().request(few, RequestSource.MANUAL);
            Awaitility.await().until(() -> fixture.spice().ingestions().running().stream()
                    .anyMatch(running -> running.progress().toString().contains("waiting for the source for")));
            statement.execute(postgres ? "ROLLBACK" : "UNLOCK TABLES");
            assertThat(fixture.probe().ended(few, ingestion).status()).isEqualTo(IngestionStatus.COMPLETED);
        }
    }

    /** Whatever it waits with: its plan, its division into parts, or what a step of its own asks. */
    @ParameterizedTest
    @CsvSource({"pg, few-pg", "pg, visits", "pg, streamed-pg", "my, few-my", "my, ranges-my", "my, streamed-my"})
    void aRefreshThatWaitsForSomebodyElsesLockIsCancelledWhileTheLockIsHeld(String source, String dataSet)
            throws SQLException {
        boolean postgres = source.equals("pg");
        TestDatabase database = postgres ? sources.postgres() : sources.mariaDb();
        DataSetId id = new DataSetId(dataSet);
        try (Connection lock = database.connect();
                Statement statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            statement.execute(postgres ? "LOCK TABLE visit IN ACCESS EXCLUSIVE MODE" : "LOCK TABLES visit WRITE");
            IngestionId ingestion = fixture.spice().ingestions().request(id, RequestSource.MANUAL);
            Awaitility.await().until(() -> waiting(database, postgres) > 0);
            fixture.spice().ingestions().cancel(id, ingestion, "enough");
            IngestionRecord ended = fixture.probe().ended(id, ingestion);
            assertThat(ended.status()).isEqualTo(IngestionStatus.CANCELLED);
            Awaitility.await("it waits no longer, on the server either").until(() -> waiting(database, postgres) == 0);
            statement.execute(postgres ? "ROLLBACK" : "UNLOCK TABLES");
        }
        fixture.probe().published(dataSet);
    }

    private static long waiting(TestDatabase database, boolean postgres) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        postgres
                                ? "SELECT count(*) FROM pg_locks WHERE NOT granted AND database ="
                                        + " (SELECT oid FROM pg_database WHERE datname = current_database())"
                                : "SELECT count(*) FROM information_schema.processlist WHERE db = database()"
                                        + " AND state LIKE 'Waiting for table%'")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void dataSetsThatReadOneSourceShareItsConnections() {
        budget(limits(null, null, 1, null));
        DataSetId slow = new DataSetId("slow-pg");
        IngestionId ingestion = fixture.spice().ingestions().request(slow, RequestSource.MANUAL);
        Awaitility.await().until(() -> read(slow, ingestion).isPresent());
        DataSetId visits = new DataSetId("visits");
        IngestionId waiting = fixture.spice().ingestions().request(visits, RequestSource.MANUAL);
        Awaitility.await().until(() -> status(visits, waiting) == IngestionStatus.RUNNING);
        assertThat(read(visits, waiting)).as("nothing of it has been opened").isEmpty();
        fixture.spice().ingestions().cancel(slow, ingestion, "enough");
        IngestionRecord ended = fixture.probe().ended(visits, waiting);
        assertThat(ended.status()).isEqualTo(IngestionStatus.COMPLETED);
        assertThat(used("visits").connections()).as("two without a budget").isEqualTo(1);
        assertThat(used("visits").waited()).isPositive();
        assertThat(fixture.probe().rows("visits")).hasSize(ROWS);
    }

    @Test
    void aRefreshThatWaitsForAConnectionCanBeCancelled() {
        budget(limits(null, null, 1, null));
        DataSetId slow = new DataSetId("slow-pg");
        IngestionId ingestion = fixture.spice().ingestions().request(slow, RequestSource.MANUAL);
        Awaitility.await().until(() -> read(slow, ingestion).isPresent());
        DataSetId others = new DataSetId("others");
        IngestionId waiting = fixture.spice().ingestions().request(others, RequestSource.MANUAL);
        Awaitility.await().until(() -> status(others, waiting) == IngestionStatus.RUNNING);
        fixture.spice().ingestions().cancel(others, waiting, "not today");
        assertThat(fixture.probe().ended(others, waiting).status()).isEqualTo(IngestionStatus.CANCELLED);
        fixture.spice().ingestions().cancel(slow, ingestion, "enough");
        assertThat(fixture.probe().ended(slow, ingestion).status()).isEqualTo(IngestionStatus.CANCELLED);
        fixture.probe().published("others");
    }

    @Test
    void withoutALimitAsManyConnectionsAreUsedAsTheSettingsSay() {
        fixture.probe().published("visits");
        SourceReadRecord read = fixture.probe().lastRead("visits");
        assertThat(Objects.requireNonNull(read.used()).connections()).isEqualTo(2);
        assertThat(read.budget()).isEqualTo(SourceBudget.NONE);
    }

    @Test
    void aPrimaryIsNoReplicaThatLags() {
        budget(new SourceBudget(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofSeconds(5))));
        fixture.probe().published("few-pg");
        assertThat(fixture.probe().lastRead("few-pg").replicaLag()).isEmpty();
        // the tests' user of MariaDB and MySQL may not ask for it
        fixture.probe()
                .fails(
                        "few-my",
                        PERMISSION_DENIED,
                        "does not tell this user whether it is a replica that lags, which the source budget limits to 5 s",
                        "Grant it " + (TestDatabases.onMySql() ? "REPLICATION CLIENT" : "REPLICA MONITOR")
                                + ", or set ReplicaLag: 0s.");
    }

    @Test
    void aLentConnectionTakesAPlaceAndGivesItBack() {
        budget(limits(null, null, 1, null));
        try (var lent = fixture.spice().dataSources().open(new DataSourceId("pg"))) {
            assertThat(lent.snapshot().server()).startsWith("PostgreSQL");
        }
        try (var again = fixture.spice().dataSources().open(new DataSourceId("pg"))) {
            assertThat(again.snapshot().position()).isPresent();
        }
    }

    private void budget(SourceBudget budget) {
        fixture.spice().dataSources().budgets().declare(new DataSourceId("pg"), budget);
        fixture.spice().dataSources().budgets().declare(new DataSourceId("my"), budget);
    }

    private static SourceBudget limits(
            @Nullable Duration transaction,
            @Nullable Duration statement,
            @Nullable Integer connections,
            @Nullable Long rate) {
        return new SourceBudget(
                Optional.ofNullable(transaction),
                Optional.ofNullable(statement),
                Optional.ofNullable(connections),
                Optional.ofNullable(rate),
                Optional.empty());
    }

    private IngestionStatus status(DataSetId dataSet, IngestionId ingestion) {
        return fixture.spice()
                .ingestions()
                .find(dataSet, ingestion)
                .orElseThrow()
                .status();
    }

    private Optional<SourceReadRecord> read(DataSetId dataSet, IngestionId ingestion) {
        return fixture.spice().dataSets().read(dataSet, ingestion);
    }

    private SourceUse used(String dataSet) {
        return Objects.requireNonNull(fixture.probe().lastRead(dataSet).used());
    }
}
