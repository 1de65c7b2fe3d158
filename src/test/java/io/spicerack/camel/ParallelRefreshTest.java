package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.WithCore;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.RequestSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A data set that is read over two connections, by a real route. */
@WithServers
@WithCore
class ParallelRefreshTest {
    private static final int ROWS = 120_000;

    private final TestDatabase database = TestDatabases.postgres().newDatabase();
    private final PipelineFixture fixture;

    ParallelRefreshTest(PipelineFixture fixture) {
        this.fixture = fixture;
    }

    @BeforeEach
    void createVisits() throws SQLException {
        database.execute(
                "CREATE FUNCTION doze(bigint) RETURNS int LANGUAGE plpgsql STABLE"
                        + " AS 'BEGIN PERFORM pg_sleep(0.01); RETURN 1; END'",
                "CREATE TABLE visit (id bigint, day date, note text)",
                "INSERT INTO visit SELECT i, date '2024-02-29' + (i % 1000)::int, repeat('x', 150) FROM generate_series(1, "
                        + ROWS + ") i");
        fixture.postgres("pg", database)
                .routes()
                .shared()
                .query("visits", "pg", "SELECT id, day, note FROM visit")
                .query("slow", "pg", "SELECT id, doze(id) AS one FROM visit");
        fixture.start();
    }

    @Test
    void eachConnectionFillsAFileOfItsOwnAndNoRowIsLostOrTwice() {
        fixture.probe().published("visits");
        assertThat(fixture.probe().version("visits").orElseThrow().files()).isEqualTo(2);
        assertThat(fixture.probe().rows("visits").stream()
                        .map(row -> Long.parseLong(row.get(0)))
                        .distinct())
                .hasSize(ROWS);
    }

    @Test
    void onePartThatFailsEndsTheWholeRefresh() throws SQLException {
        fixture.probe().published("visits");
        database.execute("UPDATE visit SET day = 'infinity' WHERE id = " + ROWS);
        fixture.probe().fails("visits", IngestionErrorType.SQL_INVALID_PARAMETER_VALUE, "Column 'day' holds infinity");
    }

    @Test
    void cancellingEndsEveryPartOnTheServer() {
        DataSetId slow = new DataSetId("slow");
        IngestionId ingestion = fixture.spice().ingestions().request(slow, RequestSource.MANUAL);
        awaitRunning(2);
        fixture.spice().ingestions().cancel(slow, ingestion, "enough");
        assertThat(fixture.probe().ended(slow, ingestion).status()).isEqualTo(IngestionStatus.CANCELLED);
        awaitRunning(0);
        assertThat(fixture.probe().onDisk("slow")).isEmpty();
    }

    @Test
    void aConnectionThatBreaksBeginsAgainIntoAFreshStage() throws SQLException {
        IngestionId ingestion = fixture.spice().ingestions().request(new DataSetId("slow"), RequestSource.MANUAL);
        Set<Integer> connections = awaitRunning(2);
        database.execute("CREATE OR REPLACE FUNCTION doze(bigint) RETURNS int LANGUAGE sql STABLE AS 'SELECT 1'");
        terminate(connections);
        assertThat(fixture.probe().ended(new DataSetId("slow"), ingestion).status())
                .isEqualTo(IngestionStatus.COMPLETED);
        assertThat(fixture.probe().rows("slow")).hasSize(ROWS);
        assertThat(fixture.probe().onDisk("slow")).hasSize(1);
    }

    @Test
    void aConnectionThatBreaksEachTimeEndsTheRefreshInTheEnd() throws SQLException {
        IngestionId ingestion = fixture.spice().ingestions().request(new DataSetId("slow"), RequestSource.MANUAL);
        Set<Integer> connections = Set.of();
        for (int attempt = 0; attempt < 3; attempt++) {
            connections = awaitOthers(connections, 2);
            terminate(connections);
        }
        IngestionRecord ended = fixture.probe().ended(new DataSetId("slow"), ingestion);
        assertThat(ended.status()).isEqualTo(IngestionStatus.FAILED);
        assertThat(Objects.requireNonNull(ended.error()).type()).isEqualTo(IngestionErrorType.CONNECTION_FAILURE);
        assertThat(fixture.probe().onDisk("slow")).isEmpty();
    }

    private Set<Integer> awaitRunning(int queries) {
        return awaitOthers(Set.of(), queries);
    }

    /** Waits for so many queries, none of which is on a connection of before. */
    private Set<Integer> awaitOthers(Set<Integer> before, int queries) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(this::running, seen -> seen.size() == queries && Collections.disjoint(seen, before));
    }

    private void terminate(Set<Integer> connections) throws SQLException {
        for (int connection : connections) {
            database.execute("SELECT pg_terminate_backend(" + connection + ")");
        }
    }

    private Set<Integer> running() throws SQLException {
        Set<Integer> connections = new HashSet<>();
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'COPY%doze%'")) {
            while (rows.next()) {
                connections.add(rows.getInt(1));
            }
        }
        return connections;
    }
}
