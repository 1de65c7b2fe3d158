package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.source.SourceConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The check by value is itself checked: between a real server and the real encoder one thing goes wrong, and each time the
 * refresh must fail and name the column. Every type family has a column; each row has other values.
 */
@WithServers
class ValuesMutationTest {
    private static final String SELECT = "SELECT * FROM t ORDER BY id";

    /** Column definitions, then rows of literals; the last but one row has NULLs, the last is as usual. */
    private static final List<String> POSTGRES =
            """
            flag boolean | true | false | NULL | true
            small smallint | 7 | -300 | NULL | 12
            age integer | 41 | -2000000 | NULL | 8
            again integer | 17 | 4000 | NULL | 9
            big bigint | 5000000000 | -7 | NULL | 123456789012
            ident oid | 4000000000 | 17 | NULL | 18
            price numeric(9,2) | 12.50 | -0.01 | NULL | 99999.99
            wide numeric(30,5) | 1234567890123456789.00001 | -5 | NULL | 0.10000
            free numeric | 1.50 | -1.5 | NULL | 100000000000000000000.1
            ratio real | 1.1 | -2.5 | NULL | 1e-30
            measure double precision | 0.1 | -1e300 | NULL | 4.9e-324
            note text | Ольга 王 🌶 | a b | NULL | x
            code varchar(20) | ab-12 | cd | NULL | ef
            padded char(6) | abc | de | NULL | f
            doc json | {"a": 1} | [1,2] | NULL | "x"
            docb jsonb | {"a": 1} | [1, 2] | NULL | "x"
            raw bytea | \\x00ff7f | \\x01 | NULL | \\x02
            key uuid | 11111111-2222-3333-4444-555555555555 | 00000000-0000-0000-0000-000000000001 | NULL | 00000000-0000-0000-0000-000000000002
            day date | 2024-02-29 | 0044-03-15 BC | NULL | 1969-12-31
            hour time | 02:30:00 | 23:59:59.5 | NULL | 00:00:00
            at timestamp | 2021-03-14 02:30:00 | 1900-01-01 00:00:00.000001 | NULL | 2000-01-01 00:00:00
            instant timestamptz | 2021-03-14 02:30:00Z | 1900-01-01 00:00:00.000001Z | NULL | 2000-01-01 00:00:00Z
            span interval | 1 day 02:00:00 | 1 mon | NULL | 30 days
            list text[] | {a,b} | {c} | NULL | {d}
            host inet | 10.0.0.1/32 | ::1/128 | NULL | 10.0.0.0/8
            """
                    .lines()
                    .toList();

    private static final List<String> MARIADB =
            """
            flag BOOLEAN | 1 | 0 | NULL | 1
            small SMALLINT | 7 | -300 | NULL | 12
            age INT | 41 | -2000000 | NULL | 8
            again INT | 17 | 4000 | NULL | 9
            big BIGINT | 5000000000 | -7 | NULL | 123456789012
            huge BIGINT UNSIGNED | 18446744073709551000 | 17 | NULL | 18
            bits BIT(45) | b'1000001' | b'10001' | NULL | b'10010'
            price DECIMAL(9,2) | 12.50 | -0.01 | NULL | 99999.99
            wide DECIMAL(30,5) | 1234567890123456789.00001 | -5 | NULL | 0.10000
            free DECIMAL(65,30) | 1.5 | -1.5 | NULL | 100000000000000000000.1
            ratio FLOAT | 1.1 | -2.5 | NULL | 1e-30
            measure DOUBLE | 0.1 | -1e300 | NULL | 1e-300
            note TEXT CHARACTER SET utf8mb4 | Ольга 王 🌶 | a b | NULL | x
            code VARCHAR(20) CHARACTER SET latin1 | éb-12 | cd | NULL | ef
            padded CHAR(6) | abc | de | NULL | f
            doc JSON | {"a": 1} | [1,2] | NULL | "x"
            raw VARBINARY(20) | bytes | b | NULL | c
            ident UUID | 11111111-2222-3333-4444-555555555555 | 00000000-0000-0000-0000-000000000001 | NULL | 00000000-0000-0000-0000-000000000002
            day DATE | 2024-02-29 | 1000-03-15 | NULL | 1969-12-31
            hour TIME(6) | 02:30:00 | -838:59:59 | NULL | 00:00:00
            at DATETIME(6) | 2021-03-14 02:30:00 | 1900-01-01 00:00:00.000001 | NULL | 2000-01-01 00:00:00
            instant TIMESTAMP(6) NULL | 2021-03-14 02:30:00 | 1980-01-01 00:00:00.000001 | NULL | 2000-01-01 00:00:00
            year_of YEAR | 1999 | 2001 | NULL | 2002
            kind ENUM('ab', 'cd') | ab | cd | NULL | ab
            host INET6 | ::1 | 1.2.3.4 | NULL | ::2
            """
                    .lines()
                    .toList();

    private final Path directory;

    ValuesMutationTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @TestFactory
    Stream<DynamicNode> everyMutationOfPostgreSqlIsCaught() throws Exception {
        return mutations(TestDatabases.postgres().newDatabase(), DataSourceType.POSTGRESQL, POSTGRES);
    }

    @TestFactory
    Stream<DynamicNode> everyMutationOfMariaDbIsCaught() throws Exception {
        List<String> table = MARIADB.stream()
                .filter(line -> !TestDatabases.onMySql() || !line.matches("\\w+ (UUID|INET6) .*"))
                .toList();
        return mutations(TestDatabases.mariaDb().newDatabase(), DataSourceType.MARIADB, table);
    }

    private Stream<DynamicNode> mutations(TestDatabase database, DataSourceType type, List<String> table)
            throws Exception {
        create(database, table);
        SourceConnection source = ValuesStage.open(database, type);
        ValuesStage stage = new ValuesStage(directory.resolve(database.name()), source);
        List<Map<String, Object>> rows = stage.rows(SELECT);
        List<DynamicNode> all = new ArrayList<>();
        all.add(DynamicTest.dynamicTest("nothing", () -> stage.reconcile(SELECT, same -> same)));
        all.add(DynamicContainer.dynamicContainer("rows", ofRows(stage)));
        for (String column : rows.get(0).keySet()) {
            all.add(DynamicContainer.dynamicContainer(column, ofColumn(stage, column, rows.get(0))));
        }
        all.add(DynamicTest.dynamicTest("end", source::close));
        return all.stream();
    }

    private static List<DynamicTest> ofRows(ValuesStage stage) {
        return List.of(
                caught(stage, "drop", "rows: source 4, sealed 3", rows -> rows.subList(0, 3)),
                caught(stage, "all gone", "rows: source 4, sealed 0", rows -> List.of()),
                caught(stage, "duplicate", "rows: source 4, sealed 5", rows -> {
                    List<Map<String, Object>> more = new ArrayList<>(rows);
                    more.add(rows.get(1));
                    return more;
                }),
                caught(stage, "drop one and duplicate another", "the values of columns ", rows -> {
                    List<Map<String, Object>> other = new ArrayList<>(rows);
                    other.set(0, rows.get(1));
                    return other;
                }),
                caught(
                        stage,
                        "two cells of a row change places",
                        "the values of columns 'age', 'again' differ",
                        rows -> {
                            Object age = value(rows.get(0), "age");
                            rows.get(0).put("age", value(rows.get(0), "again"));
                            rows.get(0).put("again", age);
                            return rows;
                        }),
                caught(stage, "one more and one less", "the values of column 'age' differ", rows -> {
                    rows.get(0).put("age", ((Number) value(rows.get(0), "age")).intValue() + 1);
                    rows.get(1).put("age", ((Number) value(rows.get(1), "age")).intValue() - 1);
                    return rows;
                }),
                DynamicTest.dynamicTest(
                        "another order is no mutation",
                        () -> stage.reconcile(SELECT, rows -> {
                            Collections.reverse(rows);
                            return rows;
                        })));
    }

    private static List<DynamicTest> ofColumn(ValuesStage stage, String column, Map<String, Object> first) {
        List<DynamicTest> tests = new ArrayList<>();
        String differ = "the values of column '" + column + "' differ";
        CellMutations.of(value(first, column))
                .forEach((name, mutation) -> tests.add(caught(stage, name, differ, rows -> {
                    Object before = value(rows.get(0), column);
                    Object after = mutation.apply(before);
                    assertThat(after).isNotEqualTo(before);
                    rows.get(0).put(column, after);
                    return rows;
                })));
        tests.add(caught(stage, "NULL", differ, set(column, 0, null)));
        tests.add(caught(
                stage, "swapped between rows", "the values of column '" + column + "' stand in other rows", rows -> {
                    Object one = value(rows.get(0), column);
                    rows.get(0).put(column, value(rows.get(1), column));
                    rows.get(1).put(column, one);
                    return rows;
                }));
        if (!column.equals("id")) {
            tests.add(caught(
                    stage, "swapped with a NULL", "the values of column '" + column + "' stand in other rows", rows -> {
                        rows.get(2).put(column, value(rows.get(0), column));
                        return set(column, 0, null).apply(rows);
                    }));
            tests.add(caught(stage, "a value for NULL", differ, set(column, 2, value(first, column))));
        }
        if (value(first, column) instanceof String && !column.equals("id")) {
            tests.add(caught(stage, "empty for NULL", differ, set(column, 2, "")));
        }
        return tests;
    }

    private static UnaryOperator<List<Map<String, Object>>> set(String column, int row, @Nullable Object value) {
        return rows -> {
            put(rows.get(row), column, value);
            return rows;
        };
    }

    @SuppressWarnings("NullAway") // rows of Camel hold nulls
    private static void put(Map<String, Object> row, String column, @Nullable Object value) {
        row.put(column, value);
    }

    private static Object value(Map<String, Object> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    private static DynamicTest caught(
            ValuesStage stage, String name, String says, UnaryOperator<List<Map<String, Object>>> fault) {
        return DynamicTest.dynamicTest(name, () -> assertThatThrownBy(() -> stage.reconcile(SELECT, fault))
                .isInstanceOfSatisfying(IngestionException.class, e -> assertThat(e.type())
                        .isEqualTo(IngestionErrorType.DATA_TOLERANCE_EXCEPTION))
                .hasMessageStartingWith("data set 'visits' does not equal its source: " + says));
    }

    @Test
    void bothZerosOfADoubleAreTold() throws Exception {
        TestDatabase database = TestDatabases.postgres().newDatabase();
        database.execute("CREATE TABLE t (id int, v double precision)", "INSERT INTO t VALUES (1, 0), (2, 'NaN')");
        try (SourceConnection source = ValuesStage.open(database, DataSourceType.POSTGRESQL)) {
            ValuesStage stage = new ValuesStage(directory, source);
            stage.reconcile(SELECT, same -> same);
            assertThatThrownBy(() -> stage.reconcile(SELECT, set("v", 0, -0.0)))
                    .hasMessageContaining("the values of column 'v' differ");
            assertThatThrownBy(() -> stage.reconcile(SELECT, set("v", 1, Double.POSITIVE_INFINITY)))
                    .hasMessageContaining("the values of column 'v' differ");
        }
    }

    private static void create(TestDatabase database, List<String> table) throws Exception {
        Map<String, List<String>> cells = new LinkedHashMap<>();
        cells.put("id integer", List.of("'1'", "'2'", "'3'", "'4'"));
        for (String line : table) {
            List<String> parts = List.of(line.split(" \\| ", -1));
            cells.put(
                    parts.get(0),
                    parts.subList(1, parts.size()).stream()
                            .map(ValuesMutationTest::literal)
                            .toList());
        }
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < 4; row++) {
            int index = row;
            rows.add("("
                    + String.join(
                            ", ",
                            cells.values().stream()
                                    .map(column -> column.get(index))
                                    .toList()) + ")");
        }
        database.execute(
                "CREATE TABLE t (" + String.join(", ", cells.keySet()).replace("key uuid", "\"key\" uuid") + ")",
                "INSERT INTO t VALUES " + String.join(", ", rows));
    }

    private static String literal(String cell) {
        return cell.equals("NULL") || cell.startsWith("b'") ? cell : "'" + cell.replace("'", "''") + "'";
    }
}
