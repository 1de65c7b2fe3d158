package io.spicerack.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.audit.event.Caller;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.Spice;
import io.spicerack.core.TextRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.account.Permissions;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.query.GrantedDataSets;
import io.spicerack.query.QueryCaller;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QuerySession;
import io.spicerack.query.SqlState;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.SampleTables;
import io.spicerack.table.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Two tenants whose tables have the same shape, and a shared one: whatever either asks, well or badly, nothing that was planted
 * with the other comes back, not in rows, not in a plan, not in words. {@code -Dsql.queries=10000} asks for longer.
 */
@WithCore
@WithServers
class TwoTenantsTest {
    private static final int QUERIES = Integer.getInteger("sql.queries", 20);
    private static final long SEED = Long.getLong("fuzz.seed", 19);
    private static final int ROWS = 300;

    private final CoreFixture core;

    TwoTenantsTest(CoreFixture core) {
        this.core = core;
    }

    @Test
    void nothingOfTheOtherComesBack() {
        DataSetId shared = core.publish("shared", SampleTables.once(planted("both")));
        DataSetId ours = core.publish("ward-a", SampleTables.once(planted("ariel")));
        DataSetId theirs = core.publish("ward-b", SampleTables.once(planted("bruno")));
        Map<String, Integer> outcomes = new TreeMap<>();
        try (DuckDbEngine engine = new DuckDbEngine(
                        DuckDbEngineTest.config(core.directory()), core.spice().ticker());
                QuerySession first = engine.open(new CoreDataSets(core, ours, shared).caller("first"));
                QuerySession second = engine.open(new CoreDataSets(core, theirs, shared).caller("second"))) {
            StatementMaker maker = new StatementMaker(
                    new Random(SEED), List.of("ward-a", "ward-b", "shared"), List.of("id", "name", "fee", "born"));
            for (int i = 0; i < QUERIES; i++) {
                String sql = maker.statement();
                outcomes.merge("a: " + asked(first, sql, "bruno"), 1, Integer::sum);
                outcomes.merge("b: " + asked(second, sql, "ariel"), 1, Integer::sum);
            }
        }
        // both had rows of theirs to see, so that there was something to keep apart
        assertThat(outcomes).as("what came of %s queries", QUERIES).containsKeys("a: own values", "b: own values");
        if (QUERIES > 1000) {
            System.out.println(outcomes);
        }
    }

    /** One table with rows of both, of which rules show each their own, and a column that they show to nobody. */
    @Test
    void nothingThatRulesHideComesBack() throws Exception {
        core.publish("rules", TextRows.of("UserName|ward", "ariel|a", "bruno|b"));
        DataSetId ward = core.publish("ward", SampleTables.once(ofBoth()));
        core.catalog().run(tx -> tx.definitions().put(ward, new DataSourceId("pg"), RULES));
        Map<String, Integer> outcomes = new TreeMap<>();
        try (DuckDbEngine engine = new DuckDbEngine(
                        DuckDbEngineTest.config(core.directory()), core.spice().ticker());
                QuerySession first = engine.open(granted("ariel", ward));
                QuerySession second = engine.open(granted("bruno", ward))) {
            assertThat(Answers.of(first, "SELECT count(*), min(id), max(id), count(DISTINCT ward) FROM ward"))
                    .containsExactly(List.of("150", "880000000", "880000149", "1"));
            assertThat(Answers.of(first, "SELECT count(*) FROM ward WHERE ward = 'b' OR id < 880000000"))
                    .containsExactly(List.of("0"));
            assertThat(Answers.of(first, "SELECT rows, columns FROM spice.data_sets"))
                    .as("how many rows there are would tell how many are hidden")
                    .containsExactly(Arrays.asList(null, "5"));
            assertThat(Answers.of(first, "SELECT rows, bytes FROM spice.versions"))
                    .containsExactly(Arrays.asList(null, null));
            assertThatThrownBy(() -> Answers.of(first, "SELECT hidden FROM ward"))
                    .isInstanceOfSatisfying(
                            QueryRefusal.class, e -> assertThat(e.state()).isEqualTo(SqlState.UNDEFINED_COLUMN));
            assertThat(Answers.of(first, "EXPLAIN SELECT * FROM ward").toString())
                    .doesNotContain("300", "hidden");
            StatementMaker maker = new StatementMaker(
                    new Random(SEED), List.of("ward"), List.of("id", "name", "fee", "born", "ward", "hidden"));
            for (int i = 0; i < QUERIES; i++) {
                String sql = maker.statement();
                outcomes.merge("a: " + asked(first, sql, "bruno", "(?<![0-9a-z])770000", "hidden-"), 1, Integer::sum);
                outcomes.merge("b: " + asked(second, sql, "ariel", "(?<![0-9a-z])880000", "hidden-"), 1, Integer::sum);
            }
        }
        assertThat(outcomes).as("what came of %s queries", QUERIES).containsKeys("a: own values", "b: own values");
        if (QUERIES > 1000) {
            System.out.println(outcomes);
        }
    }

    private static final String RULES = "{\"RowLevelPermissionDataSet\": {\"Arn\":"
            + " \"arn:aws:quicksight:eu-west-1:123456789012:dataset/rules\", \"PermissionPolicy\": \"GRANT_ACCESS\"},"
            + " \"ColumnLevelPermissionRules\": [{\"ColumnNames\": [\"hidden\"], \"Principals\":"
            + " [\"arn:aws:quicksight:eu-west-1:123456789012:user/default/nobody\"]}]}";

    private QueryCaller granted(String name, DataSetId dataSet) {
        Spice spice = core.spice();
        spice.principals()
                .create(name, List.of(GrantedDataSets.ACTION), List.of())
                .close();
        spice.permissions()
                .update(
                        CoreFixture.ACCOUNT.dataSet(dataSet),
                        List.of(new Permissions.Change(spice.principals().arn(name), List.of(GrantedDataSets.ACTION))),
                        List.of(),
                        "UpdateDataSetPermissions");
        GrantedDataSets.Core parts = new GrantedDataSets.Core(
                CoreFixture.ACCOUNT,
                spice.principals(),
                spice.permissions(),
                spice.dataSets(),
                spice.policed(),
                spice.queryTrail(),
                spice.ticker());
        return new QueryCaller(name, new GrantedDataSets(parts, name, Caller.SERVICE));
    }

    /** @param foreign patterns of what must not come back */
    private static String asked(QuerySession session, String sql, String... foreign) {
        try {
            String answer = Answers.of(session, sql).toString();
            for (String each : foreign) {
                assertThat(answer).as(sql).doesNotContainPattern(each);
            }
            return answer.contains("planted") ? "own values" : "other rows";
        } catch (QueryRefusal e) {
            for (String each : foreign) {
                assertThat(e.words()).as(sql).doesNotContainPattern(each);
            }
            assertThat(e.words()).as(sql).doesNotContain("planted");
            return e.state().toString();
        }
    }

    private static RowGroup ofBoth() {
        RowGroup group = new RowGroup(new Schema(List.of(
                new Column("id", new ColumnType.Int(64)),
                new Column("name", new ColumnType.Text()),
                new Column("fee", new ColumnType.Decimal(9, 2)),
                new Column("born", new ColumnType.Date()),
                new Column("ward", new ColumnType.Text()),
                new Column("hidden", new ColumnType.Text()))));
        for (int row = 0; row < ROWS; row++) {
            boolean first = row % 2 == 0;
            group.longs(0).append((first ? 880_000_000L : 770_000_000L) + row / 2);
            group.bytes(1).append(utf8("planted-" + (first ? "ariel-" : "bruno-") + row));
            group.longs(2).append((first ? 880_000_000L : 770_000_000L) + row);
            group.longs(3).append(row);
            group.bytes(4).append(utf8(first ? "a" : "b"));
            group.bytes(5).append(utf8("hidden-" + row));
            group.endRow();
        }
        return group;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static RowGroup planted(String tenant) {
        RowGroup group = new RowGroup(new Schema(List.of(
                new Column("id", new ColumnType.Int(64)),
                new Column("name", new ColumnType.Text()),
                new Column("fee", new ColumnType.Decimal(9, 2)),
                new Column("born", new ColumnType.Date()))));
        for (int row = 0; row < ROWS; row++) {
            group.longs(0).append(row);
            group.bytes(1).append(("planted-" + tenant + "-" + row).getBytes(StandardCharsets.UTF_8));
            group.longs(2).append(row * 7L);
            group.longs(3).append(row);
            group.endRow();
        }
        return group;
    }

    /** Makes statements of what may be asked and of what may not, right ones and wrong ones. */
    private static final class StatementMaker {
        private static final List<String> WRONG = List.of(
                "CAST(name AS INTEGER)",
                "name::uuid",
                "(id / (id - id))",
                "name::date",
                "(fee * 1e30)::decimal(9,2)",
                "error(name)",
                "chr(-1)",
                "nosuch",
                "current_setting('threads')",
                "regexp_extract(name, '(')",
                "strptime(name, '%Y')",
                "json_extract(name, '$.a')",
                "list_extract([name], 99)",
                "repeat(name, 1000000)",
                "stats(name)");
        private static final List<String> CATALOGS = List.of(
                "pg_catalog.pg_class",
                "pg_catalog.pg_attribute",
                "information_schema.tables",
                "information_schema.columns",
                "pg_catalog.pg_stats",
                "duckdb_tables()",
                "duckdb_columns()",
                "duckdb_views",
                "sqlite_master",
                "spice.data_sets",
                "spice.versions",
                "sealed_table(1)",
                "system.main.sealed_table(2)",
                "system.information_schema.tables",
                "read_text('/proc/self/cmdline')",
                "glob('/**')");

        private final Random random;
        private final List<String> tables;
        private final List<String> columns;

        StatementMaker(Random random, List<String> tables, List<String> columns) {
            this.random = random;
            this.tables = tables;
            this.columns = columns;
        }

        private <T> T one(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        private boolean rarely(int times) {
            return random.nextInt(times) == 0;
        }

        String statement() {
            String query = query(2);
            if (rarely(8)) {
                return (random.nextBoolean() ? "EXPLAIN " : "EXPLAIN ANALYZE ") + query;
            }
            return rarely(30) ? query + "; " + query(1) : query;
        }

        private String table(int depth) {
            if (rarely(12)) {
                return one(CATALOGS);
            }
            if (depth > 0 && rarely(3)) {
                return "(" + query(depth - 1) + ")";
            }
            String quoted = '"' + one(tables) + '"';
            return rarely(20) ? one(tables) : random.nextBoolean() ? "spice." + quoted : quoted;
        }

        private String query(int depth) {
            boolean joined = rarely(4);
            String from = " FROM " + table(depth) + " t"
                    + (joined
                            ? one(List.of(" JOIN ", " LEFT JOIN ", " FULL JOIN ")) + table(depth) + " u USING (id)"
                            : "");
            String where = random.nextBoolean() ? " WHERE " + condition(depth) : "";
            String query;
            if (rarely(3)) {
                query = "SELECT " + one(columns) + ", count(*), max(name), min(fee)" + from + where + " GROUP BY 1";
            } else {
                List<String> items = new ArrayList<>();
                for (int i = 0; i <= random.nextInt(3); i++) {
                    items.add(item());
                }
                query = "SELECT " + String.join(", ", items) + from + where;
            }
            if (rarely(6)) {
                query = "WITH w AS (" + query + ") SELECT * FROM w" + (rarely(2) ? ", spice.shared" : "");
            } else if (rarely(8)) {
                query += " UNION ALL " + query;
            }
            return query + (random.nextBoolean() ? " ORDER BY 1" : "") + (random.nextBoolean() ? " LIMIT 20" : "");
        }

        private String item() {
            if (rarely(6)) {
                return one(WRONG);
            }
            return rarely(5)
                    ? one(List.of(
                            "*", "upper(name)", "md5(name)", "t", "[name, name]", "row_number() OVER (ORDER BY name)"))
                    : one(columns);
        }

        private String condition(int depth) {
            return switch (random.nextInt(6)) {
                case 0 -> "id < " + random.nextInt(ROWS);
                case 1 -> "name LIKE '%" + random.nextInt(9) + "'";
                case 2 -> "fee > (SELECT avg(fee) FROM " + table(0) + " x)";
                case 3 -> depth > 0 ? "EXISTS (" + query(0) + ")" : "true";
                case 4 -> one(WRONG) + " IS NOT NULL";
                default -> "name IN (SELECT name FROM " + table(0) + " y)";
            };
        }
    }
}
