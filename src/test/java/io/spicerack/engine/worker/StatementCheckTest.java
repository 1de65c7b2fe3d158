package io.spicerack.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.engine.pipe.Definition;
import io.spicerack.engine.pipe.NamedTables;
import io.spicerack.engine.pipe.NamedTables.NamedTable;
import io.spicerack.engine.pipe.TableDefinition;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.Schema;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.duckdb.RawStatement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a statement may be, on DuckDB's own parser: what is on no list is refused. */
@TakesLong
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementCheckTest {
    private final Database database;

    StatementCheckTest() throws Exception {
        database = Database.alone(new EngineShare(1, 64L << 20));
        Schema schema = new Schema(
                List.of(new Column("id", new ColumnType.Int(64)), new Column("name", new ColumnType.Text())));
        database.define(new Definition(
                "amira", List.of(new TableDefinition("visits", "", OptionalLong.of(10), true, schema)), List.of()));
    }

    @AfterAll
    void close() {
        database.close();
    }

    private NamedTables named(String sql) throws QueryRefusal {
        return StatementCheck.tables(StatementTree.of(database.connection(), sql));
    }

    private QueryRefusal refusal(String sql) {
        return assertThatThrownBy(() -> named(sql))
                .as(sql)
                .asInstanceOf(InstanceOfAssertFactories.type(QueryRefusal.class))
                .actual();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, upper(name) FROM visits WHERE id IN (1, 2) ORDER BY 1 DESC NULLS LAST LIMIT 3 OFFSET 1;",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT * FROM n, visits",
                "VALUES (1, 'a'), (2, NULL)",
                "TABLE visits",
                "EXPLAIN SELECT * FROM visits",
                "explain (analyze, format json) SELECT * FROM visits",
                "SELECT count(*) FILTER (WHERE id > 1), sum(id) OVER (PARTITION BY name) FROM visits GROUP BY ALL",
                "SELECT CASE WHEN id BETWEEN 1 AND 2 THEN 1 ELSE NULL END, id::decimal(9,2), name COLLATE nocase FROM visits",
                "SELECT v.id FROM visits v LEFT JOIN (SELECT 1 AS id) w USING (id) WHERE EXISTS (SELECT 1) AND $1 = v.id",
                "SELECT id FROM visits UNION ALL SELECT 1 EXCEPT SELECT 2",
                "SELECT date_trunc('month', DATE '2024-02-03'), extract(year FROM now()), interval '1 day'",
                "SELECT list_transform([1, 2], x -> x + 1), {'a': 1}.a, map {1: 2}",
                "SELECT x FROM unnest([1, 2]) t(x), generate_series(1, 3) s(y)",
                "SELECT DISTINCT ON (name) name, COLUMNS('i.*') FROM visits",
                "SELECT relname FROM pg_catalog.pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace",
                "SELECT table_name FROM information_schema.tables",
            })
    void whatReadsIsAnswered(String sql) throws QueryRefusal {
        assertThat(named(sql)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO visits VALUES (1, 'a')",
                "UPDATE visits SET id = 1",
                "DELETE FROM visits",
                "CREATE TABLE t (a int)",
                "CREATE VIEW v AS SELECT 1",
                "CREATE MACRO m() AS 1",
                "DROP VIEW visits",
                "ALTER TABLE visits RENAME TO x",
                "COPY visits TO 'x.csv'",
                "COPY (SELECT 1) TO 'x.csv'",
                "ATTACH 'x.db'",
                "DETACH spicerack",
                "SET memory_limit = '100GB'",
                "RESET threads",
                "PRAGMA add_parquet_key('k', '0123456789112345')",
                "PRAGMA database_list",
                "CALL pragma_version()",
                "INSTALL httpfs",
                "LOAD httpfs",
                "EXPORT DATABASE 'x'",
                "IMPORT DATABASE 'x'",
                "CHECKPOINT",
                "VACUUM",
                "BEGIN",
                "PREPARE p AS SELECT 1",
                "EXECUTE p",
                "USE spice",
                "EXPLAIN INSERT INTO visits VALUES (1, 'a')",
                "EXPLAIN ANALYZE CREATE TABLE t AS SELECT 1",
                "EXPLAIN EXPLAIN SELECT 1",
            })
    void whatDoesAnythingElseIsRefused(String sql) {
        assertThat(refusal(sql).state()).isIn(SqlState.READ_ONLY_SQL_TRANSACTION, SqlState.SYNTAX_ERROR);
    }

    @Test
    void oneStatementAtATime() {
        assertThat(refusal("SELECT 1; SELECT 2").state()).isEqualTo(SqlState.SYNTAX_ERROR);
        assertThat(refusal("SELECT 1; DROP VIEW visits").state()).isEqualTo(SqlState.READ_ONLY_SQL_TRANSACTION);
        assertThat(refusal("").state()).isEqualTo(SqlState.SYNTAX_ERROR);
        QueryRefusal refusal = refusal("SELECT 1 FROM FROM");
        assertThat(refusal.state()).isEqualTo(SqlState.SYNTAX_ERROR);
        assertThat(refusal.position()).hasValue(15);
        assertThat(refusal("EXPLAIN SELECT 1 FROM FROM").position()).hasValue(23);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM read_csv('/etc/passwd')",
                "SELECT * FROM read_text('/etc/passwd')",
                "SELECT * FROM glob('/*')",
                "SELECT * FROM duckdb_settings()",
                "SELECT * FROM duckdb_secrets()",
                "SELECT * FROM sealed_table(1)",
                "SELECT * FROM query('SELECT 1')",
                "SELECT * FROM query_table('visits')",
                "SELECT * FROM histogram('visits', id)",
                "SELECT (SELECT max(x) FROM (SELECT getvariable('threads') x))",
                "SELECT main.current_setting('threads')",
                "SELECT system.main.current_setting('threads')",
                "SELECT system.pgcat.current_setting('threads')",
                "SELECT getenv('HOME')",
                "SELECT json_serialize_plan('SELECT 1')",
                "SELECT * FROM json_execute_serialized_sql('x')",
                "SELECT pg_catalog.current_setting('threads')",
                "SELECT system.main.sleep_ms(1)",
                "SELECT error('x') OVER ()",
                "SELECT 1 WHERE EXISTS (SELECT * FROM arrow_scan(1::ubigint, 2::ubigint, 3::ubigint))",
                "SELECT list_transform([1], x -> nextval('s'))",
            })
    void aFunctionThatReachesOutIsRefused(String sql) {
        assertThat(refusal(sql).state()).isEqualTo(SqlState.INSUFFICIENT_PRIVILEGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHOW TABLES",
                "DESCRIBE visits",
                "SUMMARIZE visits",
                "SELECT * FROM (DESCRIBE visits)",
                "SELECT * FROM visits AT (VERSION => 1)",
            })
    void whatNobodyHasPlacedIsRefused(String sql) {
        assertThat(refusal(sql).state()).isEqualTo(SqlState.FEATURE_NOT_SUPPORTED);
    }

    @Test
    void namesOfOwnQueriesAreTablesOutsideOfThem() throws Exception {
        assertThat(named("SELECT * FROM a, (WITH a AS (SELECT 1) SELECT * FROM A, b) x")
                        .tables())
                .containsExactly(new NamedTable("", "a"), new NamedTable("", "b"));
        assertThat(named("WITH a AS (SELECT * FROM b), b AS (SELECT * FROM a) SELECT * FROM a, b")
                        .tables())
                .containsExactly(new NamedTable("", "b"));
        assertThat(named("WITH a AS (SELECT * FROM a) SELECT * FROM a").tables())
                .containsExactly(new NamedTable("", "a"));
        assertThat(named("WITH RECURSIVE a AS (SELECT * FROM a UNION SELECT * FROM a) SELECT * FROM a")
                        .tables())
                .containsExactly(new NamedTable("", "a"));
        assertThat(named("WITH a AS (SELECT 1) SELECT * FROM spice.a").tables())
                .containsExactly(new NamedTable("spice", "a"));
    }

    @Test
    void columnsAreThoseThatTheStatementNames() throws Exception {
        NamedTables some = named("SELECT v.ID FROM visits v WHERE name = 'x'");
        assertThat(some.columns()).contains("id", "name");
        assertThat(some.all()).isFalse();
        assertThat(named("SELECT count(*) FROM visits").all()).isFalse();
        assertThat(named("SELECT * FROM visits").all()).isTrue();
        assertThat(named("TABLE visits").all()).isTrue();
        assertThat(named("SELECT count(v) FROM visits v").columns()).contains("v");
    }

    /** A function that a new version of DuckDB brings is refused until somebody has placed it. */
    @Test
    void everyFunctionOfDuckDbIsPlaced() throws Exception {
        Set<String> placed = new HashSet<>();
        for (String verdict : List.of("yes", "table", "no")) {
            Set<String> names = FunctionList.read(verdict);
            assertThat(placed).doesNotContainAnyElementsOf(names);
            placed.addAll(names);
        }
        Set<String> there = new TreeSet<>();
        try (Statement statement = database.connection().createStatement();
                ResultSet functions =
                        statement.executeQuery("SELECT DISTINCT lower(function_name) FROM duckdb_functions()")) {
            while (functions.next()) {
                there.add(functions.getString(1));
            }
        }
        there.remove(Instance.READER);
        assertThat(placed).containsExactlyInAnyOrderElementsOf(there);
    }

    @Test
    void everyFunctionThatIsNotAllowedIsRefusedWhereverItStands() {
        for (String name : FunctionList.read("no")) {
            String quoted = '"' + name + '"';
            // a catalog's function of the same name takes its place, where that is not said to be DuckDB's
            String schema = CatalogScript.isFunction(name) ? "main." : "";
            assertThat(refusal("SELECT " + schema + quoted + "(1)").state())
                    .as(name)
                    .isEqualTo(SqlState.INSUFFICIENT_PRIVILEGE);
            assertThat(refusal("SELECT * FROM " + quoted + "(1)").state())
                    .as(name)
                    .isEqualTo(SqlState.INSUFFICIENT_PRIVILEGE);
        }
        for (String name : FunctionList.read("yes")) {
            assertThat(refusal("SELECT * FROM \"" + name + "\"(1)").state())
                    .as(name)
                    .isEqualTo(SqlState.INSUFFICIENT_PRIVILEGE);
        }
    }

    /** Without a key there is no row: whatever is planned, or computed while it is planned, sees none. */
    @Test
    void aTableWhoseFilesAreNotLentHasNoRows() throws Exception {
        try (RawStatement statement = RawStatement.prepare(database.connection(), "SELECT max(id) FROM spice.visits")) {
            assertThatThrownBy(() -> statement.run(new Object[0])).hasMessageContaining("cannot be read");
        }
        assertThat(database.failure()).isPresent();
    }
}
