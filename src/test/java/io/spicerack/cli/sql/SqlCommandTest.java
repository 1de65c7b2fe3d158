package io.spicerack.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.pgwire.FixedRowsEngine;
import io.spicerack.pgwire.OpenDoor;
import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryType;
import io.spicerack.table.ColumnType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code spicerack sql} prints, against the port itself. */
class SqlCommandTest {
    private static final String PATIENTS = "SELECT * FROM patients";

    private final FixedRowsEngine engine = new FixedRowsEngine();
    private final OpenDoor door = new OpenDoor(engine);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "PGHOST",
            "127.0.0.1",
            "PGPORT",
            Integer.toString(door.port()),
            "PGUSER",
            OpenDoor.USER,
            "PGPASSWORD",
            OpenDoor.PASSWORD));

    SqlCommandTest() {
        engine.table(
                PATIENTS,
                new FixedRowsEngine.Table(
                        List.of(
                                new QueryColumn("id", FixedRowsEngine.INT),
                                new QueryColumn("name", FixedRowsEngine.TEXT)),
                        List.of(
                                Arrays.asList(1, "Ann, \"A\""),
                                Arrays.asList(20, null),
                                Arrays.asList(null, ""),
                                Arrays.asList(3, "a\tb"))));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private int run(String... arguments) {
        return new CommandLine(new SqlCommand(environment, () -> out))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aTableHasItsColumnsAligned() {
        assertThat(run("-c", PATIENTS)).as(err.toString()).isZero();
        assertThat(printed()).isEqualTo("id  name\n--  --------\n 1  Ann, \"A\"\n20\n\n 3  a\u00b7b\n(4 rows)\n");
    }

    @Test
    void csvTellsNullFromAnEmptyText() {
        assertThat(run("--format", "csv", "--progress", "-c", PATIENTS)).isZero();
        assertThat(printed()).isEqualTo("id,name\r\n1,\"Ann, \"\"A\"\"\"\r\n20,\r\n,\"\"\r\n3,a\tb\r\n");
    }

    @Test
    void jsonIsAnObjectALine() {
        assertThat(run("--format=json", "-c", PATIENTS)).isZero();
        assertThat(printed())
                .isEqualTo("{\"id\":1,\"name\":\"Ann, \\\"A\\\"\"}\n{\"id\":20,\"name\":null}\n"
                        + "{\"id\":null,\"name\":\"\"}\n{\"id\":3,\"name\":\"a\\tb\"}\n");
    }

    private static List<List<String>> parquet(Path file, String sql) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet read = statement.executeQuery(sql.formatted("read_parquet('" + file + "')"))) {
            while (read.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= read.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(read.getString(i)));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static QueryColumn column(String name, ColumnType type) {
        return new QueryColumn(name, new QueryType.Plain(type));
    }

    @Test
    void parquetHasEachTypeAndIsItsOwnersAlone(@TempDir Path directory) throws Exception {
        engine.table(
                "SELECT everything",
                new FixedRowsEngine.Table(
                        List.of(
                                column("flag", new ColumnType.Bool()),
                                column("small", new ColumnType.Int(32)),
                                column("large", new ColumnType.Int(64)),
                                column("price", new ColumnType.Decimal(15, 2)),
                                column("wide", new ColumnType.Decimal(38, 4)),
                                column("single", new ColumnType.Floating(32)),
                                column("double", new ColumnType.Floating(64)),
                                column("name", new ColumnType.Text()),
                                column("id", new ColumnType.Uuid()),
                                column("day", new ColumnType.Date()),
                                column("at", new ColumnType.Time()),
                                column("local", new ColumnType.Timestamp(false)),
                                column("instant", new ColumnType.Timestamp(true))),
                        List.of(
                                List.of(
                                        true,
                                        -7,
                                        Long.MIN_VALUE,
                                        new BigDecimal("-1234567890123.45"),
                                        new BigDecimal("1234567890123456789012345678901234.5678"),
                                        1.5f,
                                        -0.1,
                                        "Zo\u00eb",
                                        UUID.fromString("ffffffff-0000-0000-8000-00000000000a"),
                                        LocalDate.of(1582, 10, 15),
                                        LocalTime.of(23, 59, 59, 999_999_000),
                                        LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4_000),
                                        OffsetDateTime.of(1969, 12, 31, 23, 59, 59, 0, ZoneOffset.UTC)),
                                Collections.nCopies(13, null))));
        Path file = directory.resolve("all.parquet");
        assertThat(run("--format", "parquet", "--output", file.toString(), "-c", "SELECT everything"))
                .as(err.toString())
                .isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(parquet(file, "SELECT column_type FROM (DESCRIBE SELECT * FROM %s)").stream()
                        .map(row -> row.get(0)))
                .containsExactly(
                        "BOOLEAN",
                        "INTEGER",
                        "BIGINT",
                        "DECIMAL(15,2)",
                        "DECIMAL(38,4)",
                        "FLOAT",
                        "DOUBLE",
                        "VARCHAR",
                        "UUID",
                        "DATE",
                        "TIME",
                        "TIMESTAMP",
                        "TIMESTAMP WITH TIME ZONE");
        assertThat(parquet(file, "SELECT columns(*)::VARCHAR FROM (SELECT * REPLACE (epoch_us(instant) AS instant) FROM %s)"))
                .containsExactly(
                        List.of(
                                "true",
                                "-7",
                                "-9223372036854775808",
                                "-1234567890123.45",
                                "1234567890123456789012345678901234.5678",
                                "1.5",
                                "-0.1",
                                "Zo\u00eb",
                                "ffffffff-0000-0000-8000-00000000000a",
                                "1582-10-15",
                                "23:59:59.999999",
                                "2024-02-29 01:02:03.000004",
                                "-1000000"),
                        Collections.nCopies(13, "null"));
        assertThat(printed()).isEmpty();
    }

    @Test
    void anAnswerInAFileIsNewAndWholeOrNotThere(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("patients");
        for (String format : List.of("csv", "parquet")) {
            assertThat(run("--format", format, "--output", file.toString(), "-c", "SELECT nothing"))
                    .isEqualTo(1);
            assertThat(file).doesNotExist();
        }
        assertThat(run("--format", "csv", "--output", file.toString(), "-c", PATIENTS))
                .isZero();
        assertThat(file).hasContent("id,name\r\n1,\"Ann, \"\"A\"\"\"\r\n20,\r\n,\"\"\r\n3,a\tb\r\n");
        assertThat(run("--format", "parquet", "--output", file.toString(), "-c", PATIENTS))
                .isEqualTo(1);
        assertThat(err.toString()).contains(file + " is there already. Name another file, or move it away");
        assertThat(file).content().startsWith("id,name");
    }

    @Test
    void parquetIsWrittenToAFileThatWasNamed() {
        assertThat(run("--format", "parquet", "-c", PATIENTS)).isEqualTo(1);
        assertThat(err.toString()).contains("a file that is not sealed").contains("--output FILE");
        assertThat(out.size()).isZero();
    }

    @Test
    void aScriptIsAskedStatementByStatementUntilOneIsRefused() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream((PATIENTS + ";\nSELECT rows 2\n;\nSELECT nothing;\n" + PATIENTS + ";\n")
                .getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(run("--format", "csv")).isEqualTo(1);
        } finally {
            System.setIn(before);
        }
        assertThat(printed()).containsOnlyOnce("20,").contains("\r\n2");
        assertThat(err.toString()).startsWith("spicerack: ").contains("(SQLSTATE ");
    }

    @Test
    void whoIsNotLetInHearsWhy() {
        environment.put("PGPASSWORD", "wrong");
        assertThat(run("-c", PATIENTS)).isEqualTo(1);
        assertThat(err.toString()).contains("password authentication failed").contains("(SQLSTATE 28P01)");
        environment.remove("PGUSER");
        assertThat(run("-c", PATIENTS)).isEqualTo(1);
        assertThat(err.toString()).contains("who asks? Say --user NAME or PGUSER");
        environment.put("PGPORT", "1");
        assertThat(run("--user", "ann", "-c", PATIENTS)).isEqualTo(1);
        assertThat(err.toString()).contains("the SQL port at 127.0.0.1:1: ").contains("spicerack.sql.port is set");
    }

    @Test
    void aMarkStandsBelowTheWrongPlace() {
        assertThat(SqlClient.place("SELECT 1,\n  nope FROM t", 13)).isEqualTo("  nope FROM t\n  ^");
        assertThat(SqlClient.place("x", 9)).isEqualTo("x\n ^");
    }
}
