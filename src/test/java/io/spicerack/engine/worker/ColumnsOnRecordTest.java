package io.spicerack.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.engine.pipe.NamedTables;
import io.spicerack.query.QueryRefusal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever reads a column without writing its name is on record with it all the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ColumnsOnRecordTest {
    private final Database database;

    ColumnsOnRecordTest() throws Exception {
        database = Database.alone(new EngineShare(1, 64L << 20));
    }

    @AfterAll
    void close() {
        database.close();
    }

    private NamedTables named(String sql) throws QueryRefusal {
        return StatementCheck.tables(StatementTree.of(database.connection(), sql));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT visits::text FROM visits",
                "SELECT v::text FROM visits AS v",
                "SELECT spice.visits FROM spice.visits",
                "SELECT to_json(v) FROM visits v",
                "SELECT (v).ssn FROM visits v",
                "SELECT #2 FROM visits",
                "SELECT b FROM visits AS v(a, b)",
                "SELECT count(*) FROM visits NATURAL JOIN (SELECT '123-45' AS ssn) AS guess",
                "SELECT count(*) FROM visits PIVOT (count(*) FOR ward IN ('a', 'b'))",
                "SELECT COLUMNS('ss.*') FROM visits",
                "SELECT v.* FROM visits v",
                "TABLE visits",
                "FROM visits",
                "SELECT string_agg(visits::text) FROM visits",
                "SELECT max(V) FROM visits v",
                "WITH w AS (SELECT v FROM visits v) SELECT w.v FROM w",
            })
    void allColumnsAre(String sql) throws QueryRefusal {
        assertThat(named(sql).all()).as(sql).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) FROM visits JOIN (SELECT '123-45' AS x) AS guess(ssn) USING (ssn)",
                "SELECT v.ssn FROM visits v",
                "SELECT 1 FROM visits ORDER BY ssn",
                "SELECT count(*) FILTER (WHERE \"SSN\" LIKE '1%') FROM visits",
                "SELECT 1 FROM visits v WHERE EXISTS (SELECT 1 FROM visits w WHERE w.ssn > 'a')",
                "SELECT list_transform([1], x -> ssn) FROM visits",
                "SELECT sum(1) OVER (PARTITION BY ssn) FROM visits",
                "SELECT DISTINCT ON (ssn) 1 FROM visits",
            })
    void theOneThatIsReadIs(String sql) throws QueryRefusal {
        NamedTables named = named(sql);
        assertThat(named.all()).as(sql).isFalse();
        assertThat(named.columns()).as(sql).contains("ssn");
    }

    /** Each gap had doubled the time, in which nothing looks whether the statement was cancelled. */
    @Test
    void anExplainOfManyWordsIsReadAtOnce() {
        String words = "ANALYZE   ".repeat(40);
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> assertThatThrownBy(() -> named("EXPLAIN (" + words + "!) SELECT 1"))
                        .isInstanceOf(QueryRefusal.class));
        for (String sql : List.of(
                "EXPLAIN SELECT 1",
                "explain (analyze true, format json) SELECT 1",
                "EXPLAIN ANALYZE (SELECT 1)",
                "EXPLAIN(VERBOSE)SELECT 1",
                "EXPLAIN (SELECT 1)")) {
            Assertions.assertDoesNotThrow(() -> {
                try {
                    named(sql);
                } catch (QueryRefusal e) {
                    assertThat(sql).as("what has no space before the query").contains(")SELECT");
                }
            });
        }
    }
}
