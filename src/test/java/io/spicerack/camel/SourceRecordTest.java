package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.SourceReadRecord;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.model.RefreshEstimate;
import io.spicerack.model.SourceUse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of each refresh about its source: the snapshot, the estimate, and the truth. */
@WithServers
class SourceRecordTest {
    private final TestDatabase postgres;
    private final PipelineFixture fixture;

    SourceRecordTest(@TempDir Path directory) throws SQLException {
        VisitSources sources = VisitSources.create(5000, 5000, 290);
        postgres = sources.postgres();
        fixture = sources.open(directory);
        fixture.routes()
                .shared()
                .query("of-pg", "pg", "SELECT id, note FROM visit")
                .query("half-pg", "pg", "SELECT id, note FROM visit WHERE id <= 2500")
                .query("of-my", "my", "SELECT id, note FROM visit");
        fixture.start();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aVersionNamesThePositionInThePostgresLogThatItHolds() throws SQLException {
        String before = lsn();
        fixture.probe().published("of-pg");
        postgres.execute("INSERT INTO visit VALUES (5001, 'later')");
        SourceReadRecord read = fixture.probe().lastRead("of-pg");
        assertThat(read.snapshot().server()).startsWith("PostgreSQL ");
        assertThat(read.snapshot().dataSource().value()).isEqualTo("pg");
        String position = read.snapshot().position().orElseThrow();
        assertThat(holds("'" + before + "'::pg_lsn <= '" + position + "'::pg_lsn"))
                .isTrue();
        assertThat(holds("'" + position + "'::pg_lsn < pg_current_wal_insert_lsn()"))
                .isTrue();
        assertThat(read.replicaLag()).isEmpty();
        var version = fixture.probe().version("of-pg").orElseThrow();
        assertThat(read.snapshot().time()).isBefore(Objects.requireNonNull(version.published()));
    }

    @Test
    void theFirstRefreshIsExpectedToBeWhatThePlannerSays() {
        fixture.probe().published("of-pg");
        SourceReadRecord read = fixture.probe().lastRead("of-pg");
        assertThat(read.expected().rows()).hasValue(5000);
        assertThat(read.expected().bytes().orElseThrow()).isBetween(1_400_000L, 1_700_000L);
        SourceUse used = Objects.requireNonNull(read.used());
        assertThat(used.rows()).isEqualTo(5000);
        // COPY: a count, two lengths, 8 bytes and 290
        assertThat(used.bytes()).isBetween(5000L * (2 + 4 + 8 + 4 + 290), 5000L * (2 + 4 + 8 + 4 + 290) + 100);
        assertThat(used.connections()).isEqualTo(1);
        assertThat(used.transaction()).isPositive().isLessThanOrEqualTo(used.time());
    }

    @Test
    void thePlannerOfMariaDbIsAskedToo() {
        fixture.probe().published("of-my");
        RefreshEstimate expected = fixture.probe().lastRead("of-my").expected();
        assertThat(expected.rows().orElseThrow()).isBetween(4000L, 6000L);
        assertThat(expected.bytes().orElseThrow()).isBetween(300_000L, 3_000_000L);
        assertThat(Objects.requireNonNull(fixture.probe().lastRead("of-my").used())
                        .bytes())
                .as(
                        "and the counts that it was compared by: of rows, and of the values of the one column that may be NULL")
                .isEqualTo(5000L * (8 + 290) + 2 * 8);
    }

    @Test
    void theNextOneIsExpectedToBeAsTheLastAndToGrowAsTheTableGrows() throws SQLException {
        fixture.probe().published("of-pg");
        SourceUse first =
                Objects.requireNonNull(fixture.probe().lastRead("of-pg").used());
        fixture.probe().published("of-pg");
        assertThat(fixture.probe().lastRead("of-pg").expected().rows()).hasValue(5000);
        assertThat(fixture.probe().lastRead("of-pg").expected().bytes()).hasValue(first.bytes());
        assertThat(fixture.probe().lastRead("of-pg").expected().time()).hasValue(first.time());
        SourceUse second =
                Objects.requireNonNull(fixture.probe().lastRead("of-pg").used());
        postgres.execute(
                "INSERT INTO visit SELECT i, repeat('x', 290) FROM generate_series(1, 5000) i", "ANALYZE visit");
        IngestionRecord third = fixture.probe().published("of-pg");
        SourceReadRecord grown = fixture.probe().lastRead("of-pg");
        assertThat(grown.expected().rows()).hasValue(10_000);
        assertThat(grown.expected().bytes()).hasValue(2 * second.bytes());
        assertThat(grown.expected().time()).hasValue(second.time().multipliedBy(2));
        assertThat(Objects.requireNonNull(grown.used()).rows())
                .isEqualTo(third.rows().rowsIngested());
    }

    @Test
    void aDataSetWithoutAHistoryIsExpectedAtThePaceOfAnotherOfItsSource() {
        fixture.probe().published("of-pg");
        assertThat(fixture.probe().lastRead("of-pg").expected().time())
                .as("nothing has been measured yet")
                .isEmpty();
        fixture.probe().published("half-pg");
        SourceUse other =
                Objects.requireNonNull(fixture.probe().lastRead("of-pg").used());
        SourceReadRecord half = fixture.probe().lastRead("half-pg");
        double pace = other.time().toMillis() / (double) other.bytes();
        assertThat(half.expected().time())
                .hasValue(Duration.ofMillis(Math.round(half.expected().bytes().orElseThrow() * pace)));
    }

    @Test
    void aQueryThatFailsLeavesARecordOfWhatItTook() throws SQLException {
        postgres.execute("DROP TABLE visit");
        fixture.probe().failure("of-pg");
        SourceReadRecord read = fixture.probe().lastRead("of-pg");
        assertThat(read.expected()).isEqualTo(RefreshEstimate.UNKNOWN);
        assertThat(Objects.requireNonNull(read.used()).rows()).isZero();
        assertThat(read.used().transaction()).isGreaterThan(Duration.ZERO);
    }

    private String lsn() throws SQLException {
        try (Connection connection = postgres.connect();
                var row = connection.createStatement().executeQuery("SELECT pg_current_wal_insert_lsn()::text")) {
            row.next();
            return row.getString(1);
        }
    }

    private boolean holds(String condition) throws SQLException {
        try (Connection connection = postgres.connect();
                var row = connection.createStatement().executeQuery("SELECT " + condition)) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
