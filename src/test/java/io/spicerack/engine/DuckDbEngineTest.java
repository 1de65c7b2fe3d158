package io.spicerack.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.DataSetId;
import io.spicerack.query.PreparedQuery;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QuerySession;
import io.spicerack.query.QueryType;
import io.spicerack.query.SqlState;
import io.spicerack.table.CellText;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RandomTables;
import io.spicerack.table.RowGroup;
import io.spicerack.table.SampleTables;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the engine answers, through the port that the SQL door uses; the worker is a real one. */
@WithCore
@WithServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DuckDbEngineTest {
    private final CoreFixture core;
    private final DuckDbEngine engine;
    private final CoreDataSets dataSets;
    private final QuerySession session;

    DuckDbEngineTest(CoreFixture core) {
        this.core = core;
        engine = new DuckDbEngine(config(core.directory()), core.spice().ticker());
        DataSetId visits = core.publish("visits", SampleRows.of(10_000, 3_000));
        DataSetId types = core.publish("every-type", SampleTables.once(SampleTables.edges()));
        core.publish("secret", SampleRows.of(3));
        dataSets = new CoreDataSets(
                core,
                visits,
                types,
                core.publish("edges", SampleTables.once(duckDbEdges())),
                core.publish("random-1", SampleTables.once(RandomTables.group(1, 3_000))),
                core.publish("random-2", SampleTables.once(RandomTables.group(2, 3_000))),
                core.declare("empty"));
        session = engine.open(dataSets.caller("amira"));
    }

    static EngineConfig config(Path directory) {
        return config(directory, 2);
    }

    static EngineConfig config(Path directory, int workers) {
        return new EngineConfig(
                2, 256L << 20, 128L << 20, workers, Duration.ofMinutes(5), directory.resolve("workers"));
    }

    @AfterAll
    void end() {
        session.close();
        engine.close();
        assertThat(dataSets.open()).isZero();
    }

    @Test
    void everyTypeComesBackAsReadGivesIt() throws Exception {
        for (String dataSet : List.of("edges", "random-1", "random-2")) {
            // as they are sealed, and through DuckDB
            for (String rest : List.of("", " WHERE true")) {
                assertThat(Answers.of(session, "SELECT * FROM spice.\"" + dataSet + "\"" + rest))
                        .as(dataSet + rest)
                        .containsExactlyInAnyOrderElementsOf(read(dataSet));
            }
        }
    }

    private List<List<@Nullable String>> read(String dataSet) throws TamperedException {
        List<List<@Nullable String>> read = new ArrayList<>();
        try (OpenDataSet open = core.spice().readers().open(new DataSetId(dataSet))) {
            RowGroup group = new RowGroup(open.schema());
            while (open.next(group)) {
                for (int row = 0; row < group.rows(); row++) {
                    List<@Nullable String> cells = new ArrayList<>();
                    for (int column = 0; column < group.schema().width(); column++) {
                        cells.add(CellText.of(group, column, row));
                    }
                    read.add(cells);
                }
            }
        }
        return read;
    }

    @Test
    void aValueThatDuckDbCannotHoldIsRefusedByItsColumn() throws Exception {
        for (String column : List.of("day", "instant")) {
            QueryRefusal refusal = refusal("SELECT " + column + " FROM spice.\"every-type\"");
            assertThat(refusal.state()).isEqualTo(SqlState.NUMERIC_VALUE_OUT_OF_RANGE);
            assertThat(refusal.words()).contains("data set 'every-type': column \"" + column + "\"");
        }
        assertThat(Answers.of(session, "SELECT wall, sum, \"name.with \"\"dots\"\"\" FROM spice.\"every-type\""))
                .hasSize(7);
    }

    /** The days and instants that DuckDB has, from the first to the last. */
    private static RowGroup duckDbEdges() {
        RowGroup edges = SampleTables.edges();
        RowGroup fitting = new RowGroup(edges.schema());
        for (int row = 0; row < edges.rows(); row++) {
            for (int column = 0; column < edges.schema().width(); column++) {
                if (column == 11 && !edges.column(column).isNull(row)) {
                    long most = Integer.MAX_VALUE - 1L;
                    fitting.longs(column)
                            .append(Math.max(
                                    -most, Math.min(most, edges.longs(column).value(row))));
                } else if (column == 14 && !edges.column(column).isNull(row)) {
                    fitting.longs(column)
                            .append(Math.max(
                                    -9_223_372_022_400_000_000L,
                                    Math.min(
                                            Long.MAX_VALUE - 1,
                                            edges.longs(column).value(row))));
                } else {
                    fitting.column(column).appendFrom(edges.column(column), row);
                }
            }
            fitting.endRow();
        }
        return fitting;
    }

    @Test
    void statementsAreAnsweredAsInSql() throws Exception {
        assertThat(Answers.of(session, "SELECT count(*), count(name), sum(fee), min(born) FROM visits"))
                .containsExactly(List.of("10000", "9999", "49995499.95", "1970-01-02"));
        assertThat(
                        Answers.of(
                                session,
                                "WITH few AS (SELECT id, name FROM spice.visits WHERE id < 4) SELECT * FROM few ORDER BY id DESC"))
                .hasSize(4)
                .first()
                .isEqualTo(List.of("3", "Łucja 3"));
        assertThat(Answers.of(session, "VALUES (1, 'a'), (2, NULL)")).hasSize(2);
        assertThat(Answers.of(session, "SELECT [1, NULL, 3], ['a b', 'null', '']"))
                .containsExactly(List.of("{1,NULL,3}", "{\"a b\",\"null\",\"\"}"));
    }

    @Test
    void parametersAreTypedAsTheStatementTakesThem() throws Exception {
        try (PreparedQuery query = session.prepare(
                "SELECT name, fee FROM spice.visits WHERE id = $1 AND fee > $2 AND born >= $3", List.of())) {
            assertThat(query.parameters())
                    .containsExactly(
                            new QueryType.Plain(new ColumnType.Int(64)),
                            QueryType.Special.NUMERIC,
                            new QueryType.Plain(new ColumnType.Date()));
            assertThat(Answers.of(query, 7L, new BigDecimal("7.0499"), java.time.LocalDate.of(1970, 1, 8)))
                    .containsExactly(List.of("Łucja 7", "7.05"));
            assertThat(Answers.of(query, 8L, new BigDecimal("8.05"), java.time.LocalDate.of(1970, 1, 9)))
                    .isEmpty();
        }
    }

    @Test
    void typesThatSqlMakesAreToldOrRefusedByName() throws Exception {
        assertThat(Answers.of(
                        session,
                        "SELECT 255::utinyint, (-1)::tinyint, 65535::usmallint, 4294967295::uinteger,"
                                + " 18446744073709551615::ubigint, sum(id)::hugeint, -1::decimal(4,1), 2::decimal(9,0),"
                                + " (-3)::decimal(38,2), TIME '24:00:00', NULL, 'x'::blob FROM visits"))
                .containsExactly(Arrays.asList(
                        "255",
                        "-1",
                        "65535",
                        "4294967295",
                        "18446744073709551615",
                        "49995000",
                        "-1.0",
                        "2",
                        "-3.00",
                        "24:00:00",
                        null,
                        "eA=="));
        // months, days and microseconds as PostgreSQL sends them
        assertThat(Answers.of(session, "SELECT interval '1 month 2 days 3 seconds'"))
                .containsExactly(List.of(Base64.getEncoder()
                        .encodeToString(ByteBuffer.allocate(16)
                                .putLong(3_000_000)
                                .putInt(2)
                                .putInt(1)
                                .array())));
        assertThat(Answers.of(
                        session, "SELECT [true, NULL], [TIMESTAMP '2024-01-02 03:04:05'], [1.50]::decimal(9,2)[]"))
                .containsExactly(List.of("{t,NULL}", "{\"2024-01-02 03:04:05\"}", "{1.50}"));
        for (String refused : List.of("{'a': 1}", "map {1: 2}", "now()::timestamp_ns", "[[1]]", "'101'::bit")) {
            assertThat(refusal("SELECT " + refused).state()).as(refused).isEqualTo(SqlState.FEATURE_NOT_SUPPORTED);
        }
        for (String far : List.of(
                "'infinity'::date", "'-infinity'::timestamp", "170141183460469231731687303715884105727::hugeint")) {
            assertThat(refusal("SELECT " + far).state()).as(far).isEqualTo(SqlState.NUMERIC_VALUE_OUT_OF_RANGE);
        }
    }

    @Test
    void wordsOfErrorsHoldNoValue() {
        for (String sql : List.of(
                "SELECT name::integer FROM visits",
                "SELECT id / 0::utinyint::hugeint::varchar::integer FROM visits WHERE name::date > born",
                "SELECT strptime(name, '%Y') FROM visits",
                "SELECT (id * 1000000000000000000) FROM visits")) {
            assertThat(refusal(sql).words()).as(sql).doesNotContain("Łucja", "Brien");
        }
        assertThat(refusal("SELECT nope").state()).isEqualTo(SqlState.UNDEFINED_COLUMN);
        assertThat(refusal("SELECT nope FROM visits").words()).isEqualTo("column \"nope\" does not exist");
        assertThat(refusal("SELECT name, count(*) FROM visits").state()).isEqualTo(SqlState.GROUPING_ERROR);
        assertThat(refusal("SELECT nope(id) FROM visits").state()).isEqualTo(SqlState.INSUFFICIENT_PRIVILEGE);
    }

    /** What PostgreSQL's clients ask for is answered by the catalogs, not by DuckDB's function of that name. */
    @Test
    void nothingOfTheEngineIsToldByANameOfACatalog() throws Exception {
        for (String setting : List.of("memory_limit", "threads", "temp_directory", "home_directory", "search_path")) {
            for (String function : List.of("current_setting", "\"CURRENT_SETTING\"", "pgcat.current_setting")) {
                String answer;
                try {
                    answer = Answers.of(session, "SELECT " + function + "('" + setting + "')")
                            .toString();
                } catch (QueryRefusal e) {
                    answer = e.words();
                }
                assertThat(answer).as(function + " of " + setting).doesNotContain("MiB", "MB", "[[2]]", "/");
            }
        }
    }

    @Test
    void whatMayNotBeQueriedIsNotThere() {
        for (String table :
                List.of("secret", "spice.secret", "nothing", "duckdb_settings", "main.x", "'/etc/passwd'")) {
            assertThat(refusal("SELECT * FROM " + table).state()).isEqualTo(SqlState.UNDEFINED_TABLE);
        }
        assertThat(refusal("SELECT * FROM spice.secret").words())
                .isEqualTo(refusal("SELECT * FROM spice.absent").words().replace("absent", "secret"));
        assertThat(refusal("SELECT * FROM empty").state()).isEqualTo(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE);
    }

    private QueryRefusal refusal(String sql) {
        return assertThatThrownBy(() -> Answers.of(session, sql))
                .as(sql)
                .asInstanceOf(InstanceOfAssertFactories.type(QueryRefusal.class))
                .actual();
    }
}
