package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.source.TypeCase.Way;
import io.spicerack.table.BytesVector;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.hash.TableHash;
import io.spicerack.table.parquet.SampleFiles;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables as wide as the servers make them, cells as large as they send them; {@code -Dspicerack.test.cell-mb=100}. */
@WithServers
class WideAndLargeTest {
    private static final int CELL_MB = Integer.getInteger("spicerack.test.cell-mb", 12);

    private final TestDatabase postgres = TestDatabases.postgres().newDatabase();
    private final TestDatabase mariaDb = TestDatabases.mariaDb().newDatabase();

    @ParameterizedTest
    @EnumSource
    void aTableOfPostgresHas1600Columns(Way way) throws Exception {
        String columns = columns(1600, "\"c%d\" int", ", ");
        postgres.execute(
                "CREATE TABLE t (" + columns + ")",
                "INSERT INTO t VALUES (" + columns(1600, "%d", ", ") + ")",
                "INSERT INTO t (c1599) VALUES (7)");
        try (SourceConnection source = TestSource.open(postgres, DataSourceType.POSTGRESQL)) {
            List<List<String>> rows = TypeCase.readRows(way, source, "SELECT * FROM t ORDER BY c1599 DESC");
            assertThat(rows).hasSize(2);
            assertThat(rows.get(0)).hasSize(1600).startsWith("0", "1", "2").endsWith("1598", "1599");
            assertThat(rows.get(1)).hasSize(1600).startsWith(null, null).endsWith(null, "7");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTableOfMariaDbHasAThousandColumns(Way way) throws Exception {
        mariaDb.execute(
                "CREATE TABLE t (" + columns(1000, "c%d INT", ", ") + ")",
                "INSERT INTO t VALUES (" + columns(1000, "%d", ", ") + ")");
        try (SourceConnection source = TestSource.open(mariaDb, DataSourceType.MARIADB)) {
            assertThat(TypeCase.readRows(way, source, "SELECT * FROM t").get(0))
                    .hasSize(1000)
                    .endsWith("998", "999");
        }
    }

    @Test
    void whatAWideTableOfPostgresIsAskedIsWhatWasSealed() throws Exception {
        List<String> types = List.of("int", "smallint", "text", "boolean", "numeric(4,1)");
        List<String> values = List.of("'7'", "'-3'", "''", "'t'", "'0.5'");
        postgres.execute(
                "CREATE TABLE t (" + cycled(1600, i -> "c" + i + " " + types.get(i % 5)) + ")",
                "INSERT INTO t VALUES (" + cycled(1600, i -> values.get(i % 5)) + ")",
                "INSERT INTO t VALUES (" + cycled(1600, i -> i % 3 == 0 ? "NULL" : values.get(i % 5)) + ")");
        try (SourceConnection source = TestSource.open(postgres, DataSourceType.POSTGRESQL)) {
            assertAskedIsSealed(source, 1600);
        }
    }

    @Test
    void whatAWideTableOfMariaDbIsAskedIsWhatWasSealed() throws Exception {
        List<String> types = List.of("INT", "SMALLINT", "VARCHAR(5)", "BOOLEAN", "DECIMAL(4,1)");
        List<String> values = List.of("7", "-3", "''", "1", "0.5");
        mariaDb.execute(
                "CREATE TABLE t (" + cycled(1000, i -> "c" + i + " " + types.get(i % 5) + " NULL") + ")",
                "INSERT INTO t VALUES (" + cycled(1000, i -> values.get(i % 5)) + ")",
                "INSERT INTO t VALUES (" + cycled(1000, i -> i % 3 == 0 ? "NULL" : values.get(i % 5)) + ")");
        try (SourceConnection source = TestSource.open(mariaDb, DataSourceType.MARIADB)) {
            assertAskedIsSealed(source, 1000);
        }
    }

    private static String cycled(int count, IntFunction<String> each) {
        return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining(", "));
    }

    /** All columns in as many questions as they take. */
    private static void assertAskedIsSealed(SourceConnection source, int width) throws Exception {
        String query = "SELECT * FROM t";
        ValuesQuery values = source.valueHashes(query).demanded();
        TableHash sealed = ValuesProbe.sealed(source, values, query);
        BitSet all = ValuesProbe.all(width);
        assertThat(ValuesProbe.ask(source, values.rows(all))).containsExactly(2L, sealed.rowSum());
        List<Long> sums = new ArrayList<>();
        for (int from = 0; from < width; from += values.sums()) {
            List<Long> answer = ValuesProbe.ask(source, values.columns(from, all));
            sums.addAll(answer.subList(1, answer.size()));
        }
        assertThat(sums)
                .isEqualTo(IntStream.range(0, width).mapToObj(sealed::columnSum).toList());
        List<Long> without = new ArrayList<>();
        for (int from = 0; from < width; from += values.most()) {
            List<Long> answer = ValuesProbe.ask(source, values.without(from, all));
            without.addAll(answer.subList(1, answer.size()));
        }
        assertThat(without)
                .isEqualTo(
                        IntStream.range(0, width).mapToObj(sealed::sumWithout).toList());
    }

    private static String columns(int count, String each, String between) {
        return IntStream.range(0, count).mapToObj(each::formatted).collect(Collectors.joining(between));
    }

    static Stream<String> largeCells() {
        int bytes = CELL_MB << 20;
        return Stream.of(
                "SELECT repeat('x', 4096) AS v",
                "SELECT repeat('x', " + bytes + ") AS v",
                "SELECT repeat('王', " + bytes / 3 + ") AS v",
                "SELECT decode(repeat('00ff', " + bytes / 2 + "), 'hex') AS v");
    }

    @ParameterizedTest
    @MethodSource("largeCells")
    void aLargeCellOfPostgresIsKeptWhole(String sql) throws Exception {
        try (SourceConnection source = TestSource.open(postgres, DataSourceType.POSTGRESQL);
                RowGroups rows = source.query(sql)) {
            assertCell(rows, sql);
        }
    }

    @ParameterizedTest
    @MethodSource("largeCells")
    void aLargeCellOfMariaDbIsKeptWhole(String sql) throws Exception {
        String mine = sql.replace("decode(repeat('00ff'", "(repeat(x'00ff'").replace(", 'hex')", ")");
        allowPackets();
        try (SourceConnection source = TestSource.open(mariaDb, DataSourceType.MARIADB);
                RowGroups rows = source.query(mine)) {
            assertCell(rows, sql);
        }
    }

    private void allowPackets() throws SQLException {
        try (var connection = mariaDb.server().administer("mysql");
                var statement = connection.createStatement()) {
            statement.execute("SET GLOBAL max_allowed_packet = " + Math.max(16L << 20, (CELL_MB + 4L) << 20));
        }
    }

    /** Compared where it stands: another copy as a text would take as much again. */
    private static void assertCell(RowGroups rows, String sql) throws Exception {
        SampleFiles.reopened(rows, opened -> {
            RowGroup group = new RowGroup(opened.schema());
            assertThat(opened.next(group)).isTrue();
            assertThat(group.rows()).isEqualTo(1);
            BytesVector cell = group.bytes(0);
            byte[] unit = sql.contains("decode")
                    ? new byte[] {0, -1}
                    : sql.contains("王") ? "王".getBytes(java.nio.charset.StandardCharsets.UTF_8) : new byte[] {'x'};
            assertThat(cell.variableBytes()).isEqualTo(expectedBytes(sql));
            byte[] data = cell.data();
            int at = cell.start(0);
            for (int i = 0; i < cell.length(0); i++) {
                if (data[at + i] != unit[i % unit.length]) {
                    throw new AssertionError("byte " + i + " differs");
                }
            }
            assertThat(opened.next(group)).isFalse();
        });
    }

    private static long expectedBytes(String sql) {
        long bytes = (long) CELL_MB << 20;
        return sql.contains("4096") ? 4096 : sql.contains("王") ? bytes / 3 * 3 : bytes / 2 * 2;
    }

    @Test
    void generatedColumnsAndReservedWordsAndTwoCasesAreKept() throws Exception {
        postgres.execute(
                "CREATE TABLE \"select\" (\"from\" int, \"where\" int GENERATED ALWAYS AS (\"from\" * 2) STORED, \"User\" text,"
                        + " \"user\" text, \"a \"\"b\"\"\" int GENERATED BY DEFAULT AS IDENTITY)",
                "INSERT INTO \"select\" (\"from\", \"User\", \"user\") VALUES (21, 'upper', '')");
        try (SourceConnection source = TestSource.open(postgres, DataSourceType.POSTGRESQL)) {
            assertThat(TestSource.rows(source, "SELECT * FROM \"select\"").toString())
                    .isEqualTo("[{from=21, where=42, User=upper, user=, a \"b\"=1}]");
        }
        mariaDb.execute(
                "CREATE TABLE `select` (`from` INT, `where` INT AS (`from` * 2) STORED, `group` INT AS (`from` + 1)"
                        + " VIRTUAL, `a ``b``` TEXT)",
                "INSERT INTO `select` (`from`, `a ``b```) VALUES (21, '')");
        try (SourceConnection source = TestSource.open(mariaDb, DataSourceType.MARIADB)) {
            assertThat(TestSource.rows(source, "SELECT * FROM `select`").toString())
                    .isEqualTo("[{from=21, where=42, group=22, a `b`=}]");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXTRACTED", "ROW_MAPS"})
    void aTableWithoutRowsKeepsItsColumns(Way way) throws Exception {
        postgres.execute("CREATE TABLE t (a int, b text, c numeric(8,2))");
        try (SourceConnection source = TestSource.open(postgres, DataSourceType.POSTGRESQL)) {
            assertThat(TypeCase.readRows(way, source, "SELECT * FROM t")).isEmpty();
        }
        mariaDb.execute("CREATE TABLE t (a INT, b TEXT, c DECIMAL(8,2))");
        try (SourceConnection source = TestSource.open(mariaDb, DataSourceType.MARIADB);
                RowGroups rows = source.query("SELECT * FROM t")) {
            SampleFiles.reopened(rows, opened -> assertThat(opened.schema()).isEqualTo(rows.schema()));
        }
    }
}
