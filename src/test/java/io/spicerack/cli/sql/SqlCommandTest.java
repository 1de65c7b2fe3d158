package io.spicerack.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.pgwire.FixedRowsEngine;
import io.spicerack.pgwire.OpenDoor;
import io.spicerack.query.QueryColumn;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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
