package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@WithServers
class SourceConnectionTest {
    record Case(TestDatabase database, DataSourceType type) {
        SourceConnection open() {
            return TestSource.open(database, type);
        }

        boolean postgres() {
            return type == DataSourceType.POSTGRESQL;
        }

        /** Rows 1 to {@code count} of a column i, made as they are read. */
        String numbers(long count) {
            return postgres()
                    ? "SELECT i FROM (SELECT generate_series(1, " + count + ") AS i) AS numbers"
                    : "SELECT CAST(seq AS SIGNED) AS i FROM " + TestDatabases.sequence(count);
        }

        long running(String marker) throws SQLException {
            String sql = postgres()
                    ? "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%" + marker
                            + "%' AND pid <> pg_backend_pid()"
                    : "SELECT count(*) FROM information_schema.processlist WHERE info LIKE '%" + marker
                            + "%' AND id <> connection_id()";
            try (Connection connection = database.connect();
                    var row = connection.createStatement().executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        }

        @Override
        public String toString() {
            return type.toString();
        }
    }

    static Stream<Case> both() {
        return Stream.of(
                new Case(TestDatabases.postgres().newDatabase(), DataSourceType.POSTGRESQL),
                new Case(TestDatabases.mariaDb().newDatabase(), DataSourceType.MYSQL));
    }

    @ParameterizedTest
    @MethodSource("both")
    void fiveMillionValuesPassThroughOneRowGroup(Case on) {
        try (SourceConnection source = on.open();
                RowGroups rows = source.query(on.numbers(2_500_000).replaceFirst("SELECT ", "SELECT 7 AS one, "))) {
            RowGroup group = new RowGroup(rows.schema());
            long count = 0;
            long sum = 0;
            while (rows.next(group)) {
                assertThat(group.rows()).isLessThanOrEqualTo(RowGroup.MAX_ROWS);
                count += group.rows();
                for (int i = 0; i < group.rows(); i++) {
                    sum += group.longs(1).value(i);
                }
            }
            assertThat(count).isEqualTo(2_500_000);
            assertThat(sum).isEqualTo(2_500_000L * 2_500_001 / 2);
            assertThat(rows.next(group)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void theSnapshotIsKeptForReconciliation(Case on) throws SQLException {
        on.database().execute("CREATE TABLE t (a INT, b VARCHAR(9))", "INSERT INTO t VALUES (1, 'x'), (2, NULL)");
        try (SourceConnection source = on.open()) {
            on.database().execute("INSERT INTO t VALUES (3, 'later')");
            assertThat(TestSource.rows(source, "SELECT * FROM t ORDER BY a").toString())
                    .isEqualTo("[{a=1, b=x}, {a=2, b=null}]");
            Schema schema;
            try (RowGroups rows = source.query("SELECT * FROM t")) {
                schema = rows.schema();
                assertThatThrownBy(() -> source.lend(() -> {}).createStatement())
                        .hasMessage("the rows of the query are still being read; read them to their end first");
                assertThatThrownBy(() -> source.numbers("SELECT 1"))
                        .hasMessage("the rows of the query are still being read; read them to their end first");
                while (rows.next(new RowGroup(schema))) {}
            }
            AtomicInteger closings = new AtomicInteger();
            Connection lent = source.lend(closings::incrementAndGet);
            lent.setAutoCommit(true);
            lent.commit();
            lent.rollback();
            lent.close();
            lent.close();
            assertThat(closings).hasValue(1);
            assertThatThrownBy(lent::createStatement).hasMessage("this connection is closed");
            String counts =
                    source.countsQuery("SELECT * FROM t; -- all", schema).each();
            assertThat(source.numbers(counts))
                    .as("of the snapshot: what was inserted later is not in it")
                    .map(BigInteger::intValue)
                    .containsExactly(2, 2, 1);
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void anAnswerThatIsNoWholeNumberIsToldInOurOwnWords(Case on) {
        try (SourceConnection source = on.open()) {
            assertThat(source.numbers("SELECT '18446744073709551617', 7, 3.0"))
                    .containsExactly(
                            new BigInteger("18446744073709551617"), BigInteger.valueOf(7), BigInteger.valueOf(3));
            for (String odd : List.of("'secret'", "NULL", "0.5")) {
                assertThatThrownBy(() -> source.numbers("SELECT 1, " + odd))
                        .isInstanceOf(IngestionException.class)
                        .hasMessage("the source answers with no whole number in column 2; look what stands between"
                                + " Spicerack and its database");
            }
            assertThatThrownBy(() -> source.numbers("SELECT 1 WHERE 1 = 0"))
                    .hasMessage("the source answers with no row; look what stands between Spicerack and its database");
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void anEstimateNeverFailsAndHarmsNothing(Case on) throws SQLException {
        on.database().execute("CREATE TABLE t (a INT)", "INSERT INTO t VALUES (1), (2)");
        try (SourceConnection source = on.open()) {
            assertThat(source.estimate("SELECT * FROM nowhere")).isEqualTo(Estimate.UNKNOWN);
            assertThat(source.estimate("SELECT ')")).isEqualTo(Estimate.UNKNOWN);
            assertThat(source.estimate("SELECT * FROM t").rows().orElseThrow()).isPositive();
            assertThat(TestSource.rows(source, "SELECT * FROM t")).hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void theSnapshotSaysWhatAndWhen(Case on) {
        try (SourceConnection source = on.open()) {
            assertThat(source.snapshot().server()).matches("(PostgreSQL|MariaDB|MySQL) \\d+\\..*");
            assertThat(source.snapshot().serverTime()).isAfter("2026-01-01T00:00:00Z");
            assertThat(source.snapshot().position().isPresent()).isEqualTo(on.postgres() || TestDatabases.onMySql());
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void nothingCanBeWritten(Case on) throws SQLException {
        on.database().execute("CREATE TABLE t (a INT)");
        try (SourceConnection source = on.open()) {
            assertThatThrownBy(() -> source.query("DELETE FROM t")).isInstanceOf(IngestionException.class);
        }
        try (SourceConnection source = on.open()) {
            assertThatThrownBy(() -> source.lend(() -> {}).createStatement().execute("INSERT INTO t VALUES (1)"))
                    .isInstanceOf(IngestionException.class)
                    .hasMessageContaining("25006");
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void aStopEndsTheQueryOnTheServer(Case on) {
        StoppableReader stoppable = new StoppableReader();
        SourceConnection source = TestSource.open(
                TestSource.config(on.database(), on.type()), on.database().credentials(), stoppable);
        try (RowGroups rows = source.query(endless(on, "cancelled_here"))) {
            CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
                while (rows.next(new RowGroup(rows.schema()))) {}
            });
            Awaitility.await().until(() -> on.running("cancelled_here") == 1);
            stoppable.stop();
            assertThat(reader)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .havingCause()
                    .withMessageEndingWith("was cancelled.")
                    .extracting(e -> ((IngestionException) e).type())
                    .isEqualTo(IngestionErrorType.INGESTION_CANCELED);
        } finally {
            source.close();
        }
        // not before: a server of MySQL's kind that is sending rows when it is told to stop sends on until they are
        // read
        Awaitility.await().until(() -> on.running("cancelled_here") == 0);
    }

    @ParameterizedTest
    @MethodSource("both")
    void closingEarlyStopsTheQueryOnTheServer(Case on) throws SQLException {
        SourceConnection source = on.open();
        RowGroups rows = source.query(endless(on, "closed_here"));
        rows.next(new RowGroup(rows.schema()));
        assertThat(on.running("closed_here")).isEqualTo(1);
        rows.close();
        source.close();
        source.close();
        Awaitility.await().until(() -> on.running("closed_here") == 0);
    }

    private static String endless(Case on, String marker) {
        return on.numbers(100_000_000_000L).replaceFirst("SELECT ", "SELECT '" + marker + "' AS m, ");
    }
}
