package io.spicerack.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionException;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.SplitOptions;
import io.spicerack.source.SplitQuery;
import io.spicerack.source.TestSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A query that would end the read-only snapshot and write is refused before a word of it is run. */
@WithServers
class LeavingTheSnapshotTest {
    private static final TestDatabase DATABASE = TestDatabases.postgres().newDatabase();

    private static final String WRITES = "COMMIT; BEGIN READ WRITE; CREATE TABLE made (a int); DELETE FROM kept;"
            + " COMMIT; BEGIN; SELECT * FROM (SELECT 1 AS a";

    static List<String> attacks() {
        return List.of(
                "SELECT 1 AS a --\r) AS q; " + WRITES,
                "SELECT 1 AS a -- \t\r) AS q LIMIT 0; " + WRITES + " --",
                "SELECT 1 AS a) AS q; " + WRITES,
                "SELECT 1 AS a /* -- */) AS q; " + WRITES,
                "SELECT 'a\\' AS a) AS q; " + WRITES + " --'",
                "SELECT U&'\\' AS a) AS q; " + WRITES + " --'",
                "SELECT $a$ $b$ AS a $a$) AS q; " + WRITES,
                "SELECT 1 AS a--\n) AS q; " + WRITES,
                "SELECT 1 AS a --\u2028) AS q; " + WRITES + "\n");
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void nothingIsWritten(String attack) throws Exception {
        DATABASE.execute(
                "DROP TABLE IF EXISTS kept, made",
                "CREATE TABLE kept AS SELECT generate_series(1, 10) AS a",
                "GRANT ALL ON kept TO PUBLIC");
        List<Asking> all = List.of(
                source -> source.columns(attack),
                source -> source.query(attack),
                source -> source.valueHashes(attack),
                source -> source.estimate(attack),
                source ->
                        ((PostgresSource) source).parts(new SplitQuery(attack, new SplitOptions(2, Optional.of("a")))));
        for (Asking asking : all) {
            try (SourceConnection source = TestSource.open(DATABASE, DataSourceType.POSTGRESQL)) {
                try {
                    asking.ask(source);
                } catch (IngestionException e) {
                    assertThat(e).hasMessageContaining("query");
                }
            }
        }
        try (SourceConnection source = TestSource.open(DATABASE, DataSourceType.POSTGRESQL)) {
            assertThat(TestSource.row(source, "SELECT count(*) AS n, to_regclass('made')::text AS made FROM kept"))
                    .containsExactly(10L, null);
            assertThatThrownBy(() -> source.columns("SELECT 1 AS a --\r) AS q; " + WRITES))
                    .hasMessageContaining("carriage return");
        }
    }

    /** A way by which a query reaches the server. */
    @FunctionalInterface
    private interface Asking {
        void ask(SourceConnection source);
    }
}
