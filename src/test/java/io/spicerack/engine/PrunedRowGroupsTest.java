package io.spicerack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.WithCore;
import io.spicerack.model.DataSetId;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QuerySession;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The same rows twice: in many row groups, of which those are left out that cannot have what is looked for, and in one, which is
 * always read. Whatever is asked, the answers are the same. {@code -Dsql.pruned=10000} asks for longer.
 */
@WithCore
@WithServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrunedRowGroupsTest {
    private static final int QUERIES = Integer.getInteger("sql.pruned", 40);
    private static final long SEED = Long.getLong("fuzz.seed", 19);
    private static final int GROUPS = 24;
    private static final int ROWS = 20;
    private static final int LARGE = 7000;
    private static final long DAY_MICROS = 86_400_000_000L;

    private static final Schema SCHEMA = new Schema(List.of(
            new Column("id", new ColumnType.Int(64)),
            new Column("small", new ColumnType.Int(32)),
            new Column("fee", new ColumnType.Decimal(9, 2)),
            new Column("wide", new ColumnType.Decimal(30, 4)),
            new Column("born", new ColumnType.Date()),
            new Column("seen", new ColumnType.Timestamp(false)),
            new Column("sent", new ColumnType.Timestamp(true)),
            new Column("name", new ColumnType.Text()),
            new Column("code", new ColumnType.Text())));

    private static final List<String> NAMES =
            List.of("", "A", "a", "ab", "Zoë", "z", "Łucja", "日本", "\uD83D\uDE00", "a b");

    private final CoreFixture core;

    PrunedRowGroupsTest(CoreFixture core) {
        this.core = core;
    }

    @Test
    void leavingRowGroupsOutChangesNoAnswer() throws Exception {
        DataSetId many = core.publish("many", rows(SEED, ROWS, GROUPS * ROWS));
        DataSetId one = core.publish("one", rows(SEED, GROUPS * ROWS, GROUPS * ROWS));
        int differ = 0;
        try (DuckDbEngine engine = new DuckDbEngine(
                        DuckDbEngineTest.config(core.directory()), core.spice().ticker());
                QuerySession session = engine.open(new CoreDataSets(core, many, one).caller("amira"))) {
            assertThat(scanned(session, "SELECT * FROM many")).isEqualTo(GROUPS * ROWS);
            assertThat(scanned(session, "SELECT * FROM many WHERE id = 205")).isBetween(1, 3 * ROWS);
            assertThat(scanned(session, "SELECT * FROM many WHERE id < 0")).isZero();
            assertThat(scanned(session, "SELECT * FROM one WHERE id < 0")).isEqualTo(GROUPS * ROWS);
            parameters(session);
            Random random = new Random(SEED);
            for (int i = 0; i < QUERIES; i++) {
                String sql = query(random);
                String pruned = answer(session, sql.replace("TABLE", "many"));
                assertThat(pruned).as(sql).isEqualTo(answer(session, sql.replace("TABLE", "one")));
                differ += pruned.equals("[]") || pruned.startsWith("refused") ? 0 : 1;
            }
        }
        assertThat(differ).as("queries with rows").isGreaterThan(QUERIES / 3);
    }

    /** In row groups of several slices those slices alone are decoded that may have what is looked for. */
    @Test
    void leavingSlicesOutChangesNoAnswer() throws Exception {
        DataSetId many = core.publish("many-slices", rows(SEED, LARGE, 4 * LARGE));
        DataSetId one = core.publish("one-slices", rows(SEED, 4 * LARGE, 4 * LARGE));
        try (DuckDbEngine engine = new DuckDbEngine(
                        DuckDbEngineTest.config(core.directory()), core.spice().ticker());
                QuerySession session = engine.open(new CoreDataSets(core, many, one).caller("amira"))) {
            assertThat(scanned(session, "SELECT * FROM \"many-slices\"")).isEqualTo(4 * LARGE);
            assertThat(scanned(session, "SELECT * FROM \"many-slices\" WHERE id = 9000"))
                    .isBetween(1, 2048);
            Random random = new Random(SEED);
            int differ = 0;
            for (int i = 0; i < 60; i++) {
                String sql = "SELECT * FROM TABLE WHERE " + sliced(random) + one(random, "", " AND " + sliced(random));
                String pruned = answer(session, sql.replace("TABLE", "\"many-slices\""));
                assertThat(pruned).as(sql).isEqualTo(answer(session, sql.replace("TABLE", "\"one-slices\"")));
                differ += pruned.equals("[]") ? 0 : 1;
            }
            assertThat(differ).as("queries with rows").isGreaterThan(15);
        }
    }

    private static String sliced(Random random) {
        long key = random.nextInt(4 * LARGE);
        String instant = LocalDateTime.of(1970, 1, 1, 0, 0)
                .plusSeconds((key - 240) * 28_800)
                .toString();
        return one(
                random,
                "id = " + key,
                "id IN (" + key + ", " + (key + 3000) + ")",
                "id BETWEEN " + key + " AND " + (key + 40),
                "small = " + (key - 240),
                "fee BETWEEN " + (key - 240) / 4 + ".25 AND " + (key - 200) / 4 + ".5",
                "born = DATE '" + LocalDate.EPOCH.plusDays((key - 240) * 40) + "'",
                "seen = TIMESTAMP '" + instant + "'",
                "sent >= TIMESTAMPTZ '" + instant + "Z' AND id < " + (key + 500),
                "code = '" + key + "'",
                "name = 'Zoë1' AND id > " + (4 * LARGE - 600));
    }

    /** Each value of a prepared statement is asked anew. */
    private static void parameters(QuerySession session) throws QueryRefusal {
        for (String table : List.of("many", "one")) {
            String sql = "SELECT count(*) FROM " + table + " WHERE id BETWEEN $1 AND $2 AND born < $3";
            assertThat(Answers.of(session, sql, 100L, 299L, LocalDate.of(2100, 1, 1)))
                    .isEqualTo(Answers.of(session, sql.replace(table, "one"), 100L, 299L, LocalDate.of(2100, 1, 1)));
            assertThat(Answers.of(session, sql, null, 299L, null)).containsExactly(List.of("0"));
        }
        for (Column column : SCHEMA.columns()) {
            for (Object value : List.of(
                    9,
                    90L,
                    "90",
                    new BigDecimal("90.00"),
                    LocalDate.of(1990, 1, 1),
                    LocalDateTime.of(1969, 12, 1, 8, 0),
                    OffsetDateTime.of(1969, 12, 1, 8, 0, 0, 0, ZoneOffset.UTC))) {
                for (String condition : List.of(" = $1", " < $1", " >= $1", " IN ($1, $1)", " BETWEEN $1 AND $1")) {
                    String sql = "SELECT count(*) FROM TABLE WHERE " + column.name() + condition;
                    assertThat(answer(session, sql.replace("TABLE", "many"), value))
                            .as("%s, a %s", sql, value.getClass().getSimpleName())
                            .isEqualTo(answer(session, sql.replace("TABLE", "one"), value));
                }
            }
        }
    }

    private static final Pattern SCANNED = Pattern.compile("(?i)SEALED_TABLE.*?([0-9,]+) rows", Pattern.DOTALL);

    private static int scanned(QuerySession session, String sql) throws QueryRefusal {
        String plan = Answers.of(session, "EXPLAIN ANALYZE " + sql).toString();
        Matcher scan = SCANNED.matcher(plan);
        assertThat(scan.find()).as(plan).isTrue();
        return Integer.parseInt(scan.group(1).replace(",", ""));
    }

    private static String answer(QuerySession session, String sql, Object... values) {
        try {
            return Answers.of(session, sql, values).stream()
                    .map(List::toString)
                    .sorted()
                    .collect(Collectors.toList())
                    .toString();
        } catch (QueryRefusal e) {
            return "refused: " + e.state();
        }
    }

    /** Rows whose values go up from group to group, with neighbours that overlap; some groups have NULLs alone. */
    private static RowGroups rows(long seed, int ofAGroup, int all) {
        Random random = new Random(seed);
        return new RowGroups() {
            private int next;

            @Override
            public Schema schema() {
                return SCHEMA;
            }

            @Override
            public boolean next(RowGroup group) {
                group.clear();
                for (int i = 0; i < ofAGroup && next < all; i++) {
                    append(group, next, random);
                    next++;
                }
                return group.rows() > 0;
            }

            @Override
            public void close() {}
        };
    }

    private static void append(RowGroup group, int row, Random random) {
        long key = row + random.nextInt(3) * 5L;
        group.longs(0).append(key);
        boolean empty = row / ROWS % 6 == 5;
        for (int column = 1; column < SCHEMA.width(); column++) {
            if (empty || random.nextInt(10) == 0) {
                group.column(column).appendNull();
            } else if (column == 3) {
                group.bytes(column)
                        .append(BigInteger.valueOf(key - 200)
                                .multiply(BigInteger.TEN.pow(20))
                                .toByteArray());
            } else if (column == 8) {
                group.bytes(column).append(Long.toString(key).getBytes(StandardCharsets.UTF_8));
            } else if (column == 7) {
                String name = NAMES.get((int) (key / 50 % NAMES.size()));
                group.bytes(column).append((name + random.nextInt(3)).getBytes(StandardCharsets.UTF_8));
            } else {
                group.longs(column).append(number(column, key));
            }
        }
        group.endRow();
    }

    private static long number(int column, long key) {
        return switch (column) {
            case 1 -> key - 240;
            case 2 -> (key - 240) * 25;
            case 4 -> (key - 240) * 40;
            default -> (key - 240) * DAY_MICROS / 3;
        };
    }

    private static String query(Random random) {
        String from = one(
                random,
                "TABLE t",
                "TABLE t",
                "TABLE t",
                "TABLE t JOIN TABLE u ON t.id = u.id",
                "TABLE t LEFT JOIN TABLE u ON t.id = u.id AND u.small > 3",
                "TABLE u RIGHT JOIN TABLE t ON t.id = u.id",
                "(SELECT * FROM TABLE WHERE " + condition(random, "") + ") t",
                "TABLE t, (SELECT 1 AS id) x");
        String where = condition(random, "t.");
        return one(
                random,
                "SELECT count(*), min(t.id), max(t.name) FROM " + from + " WHERE " + where,
                "SELECT t.* FROM " + from + " WHERE " + where,
                "SELECT t.id, t.id AS small FROM " + from + " WHERE " + where + " OR " + condition(random, "t."),
                "WITH w AS (SELECT * FROM " + from + " WHERE " + where + ") SELECT count(*) FROM TABLE t WHERE "
                        + condition(random, "") + " AND NOT EXISTS (SELECT 1 FROM TABLE u WHERE u.id = t.id AND "
                        + condition(random, "u.") + ")",
                "SELECT count(*) FROM TABLE WHERE " + condition(random, "") + " UNION ALL SELECT id FROM TABLE WHERE "
                        + condition(random, ""));
    }

    private static String condition(Random random, String of) {
        int column = random.nextInt(SCHEMA.width());
        String name = of + SCHEMA.column(column).name();
        String first = value(random, column);
        String condition =
                switch (random.nextInt(6)) {
                    case 0 -> name + " = " + first;
                    case 1 -> name + " BETWEEN " + first + " AND " + value(random, column);
                    case 2 -> name + " IN (" + first + ", " + value(random, column) + ")";
                    case 3 -> first + one(random, " < ", " >= ") + name;
                    default -> name + one(random, " < ", " <= ", " > ", " >= ", " <> ") + first;
                };
        return switch (random.nextInt(6)) {
            case 0 -> "(" + condition + one(random, " AND ", " OR ") + condition(random, of) + ")";
            case 1 -> "NOT (" + condition + ")";
            default -> condition;
        };
    }

    /** Of the column's type, or of one that is compared with it. */
    private static String value(Random random, int column) {
        int key = random.nextInt(560) - 40;
        LocalDate day = LocalDate.EPOCH.plusDays((key - 240L) * (column == 4 ? 40 : 1) / (column == 4 ? 1 : 3));
        return switch (column) {
            case 0 -> one(random, "" + key, key + ".5", "'" + key + "'", key + "e0", "99999999999999999999");
            case 1 -> one(random, "" + (key - 240), (key - 240) + ".5", "9999999999", "'" + (key - 240) + "'");
            case 2 ->
                one(random, (key - 240) / 4 + ".25", "" + (key - 240) / 4, (key - 240) / 4 + ".255", "12345678901.5");
            case 3 -> one(random, (key - 200) + "0000000000000000", (key - 200) + "0000000000000000.0001", "0");
            case 4 ->
                one(
                        random,
                        "DATE '" + day + "'",
                        "'" + day + "'",
                        "TIMESTAMP '" + day + " 12:00:00'",
                        "DATE '" + day + "' - INTERVAL 3 MONTH",
                        "DATE '" + day + "' + INTERVAL '90' DAY",
                        "CAST('" + day + "' AS TIMESTAMPTZ)");
            case 5, 6 ->
                one(
                        random,
                        "TIMESTAMP '" + day + " 08:00:00'",
                        "'" + day + " 16:00:00'",
                        "DATE '" + day + "'",
                        "TIMESTAMPTZ '" + day + " 08:00:00+02'",
                        "TIMESTAMP '" + day + "' + INTERVAL 8 HOUR");
            case 8 -> one(random, "'" + key + "'", "'" + key + "'", Integer.toString(key));
            default -> {
                String name = "'" + NAMES.get(random.nextInt(NAMES.size())) + random.nextInt(3) + "'";
                yield one(random, name, name, name + " COLLATE NOCASE", "upper(" + name + ")", "''");
            }
        };
    }

    private static String one(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }
}
