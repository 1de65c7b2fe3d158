package io.spicerack.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.TestSource;
import io.spicerack.source.TypeCase;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroups;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithServers
class PostgresTypesTest {
    /** Those that are not kept as their text; and {@code name}. */
    private static final List<String> OF_SERVER = List.of(
            "bool",
            "int2",
            "int4",
            "int8",
            "oid",
            "float4",
            "float8",
            "numeric",
            "text",
            "varchar",
            "bpchar",
            "json",
            "jsonb",
            "bytea",
            "uuid",
            "date",
            "time",
            "timestamp",
            "timestamptz",
            "void",
            "inet");

    private final TimeZone zone = TimeZone.getDefault();
    private final SourceConnection source = open();

    /** In a zone with gaps, so that any detour through the JVM's zone shows. */
    private static SourceConnection open() {
        var database = TestDatabases.postgres().newDatabase();
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        return TestSource.open(database, DataSourceType.POSTGRESQL);
    }

    @AfterEach
    void close() {
        TimeZone.setDefault(zone);
        source.close();
    }

    @Test
    void enumsAndDomainsAndSerialsAreKept() throws Exception {
        var database = TestDatabases.postgres().newDatabase();
        database.execute(
                "CREATE TYPE mood AS ENUM ('calm', 'hot')",
                "CREATE DOMAIN price AS numeric(8,2) CHECK (VALUE >= 0)",
                "CREATE TABLE t (id serial, big bigserial, mood mood, \"a \"\"b\"\" ?\" price)",
                "INSERT INTO t (mood, \"a \"\"b\"\" ?\") VALUES ('hot', 12.3)");
        try (SourceConnection other = TestSource.open(database, DataSourceType.POSTGRESQL)) {
            assertThat(TestSource.rows(other, "SELECT * FROM t; -- the end").toString())
                    .isEqualTo("[{id=1, big=1, mood=hot, a \"b\" ?=12.30}]");
        }
    }

    @Test
    void aTypeThatCannotBeKeptIsRefusedBeforeTheFirstRow() {
        assertThatThrownBy(() -> source.query("SELECT 1 AS one, pg_sleep(0) AS nothing"))
                .hasMessage("Column 'nothing' has type void, which a data set cannot keep. Leave it out of the query.")
                .extracting(e -> ((IngestionException) e).type())
                .isEqualTo(IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR);
    }

    /** The driver calls such a type by its name alone; read as the server's, it would be a wrong value. */
    @Test
    void aTypeOfAUserIsKeptAsItsTextWhateverItsName() throws Exception {
        var database = TestDatabases.postgres().newDatabase();
        String types = OF_SERVER.stream()
                .map(name -> "CREATE TYPE public.\"" + name + "\" AS ENUM ('eight by', 'sixteen letters!')")
                .collect(Collectors.joining("; "));
        String columns = OF_SERVER.stream()
                .map(name -> "\"" + name + "\" public.\"" + name + "\"")
                .collect(Collectors.joining(", "));
        database.execute(
                types,
                "CREATE TYPE public.name AS (first pg_catalog.text, last pg_catalog.text)",
                "CREATE TABLE t (" + columns + ", person public.name)",
                "INSERT INTO t VALUES (" + "'eight by', ".repeat(OF_SERVER.size()) + "ROW('Ada', 'Lovelace'))",
                "INSERT INTO t VALUES (" + "'sixteen letters!', ".repeat(OF_SERVER.size()) + "ROW('', 'B, C'))");
        try (SourceConnection other = TestSource.open(database, DataSourceType.POSTGRESQL)) {
            for (String name : OF_SERVER) {
                for (TypeCase.Way way : TypeCase.Way.values()) {
                    assertThat(TypeCase.read(way, other, "SELECT \"" + name + "\" FROM t"))
                            .as(name + " by " + way)
                            .containsExactly("eight by", "sixteen letters!");
                }
            }
            assertThat(TypeCase.read(TypeCase.Way.EXTRACTED, other, "SELECT person FROM t"))
                    .containsExactly("(Ada,Lovelace)", "(\"\",\"B, C\")");
            assertThat(other.columns("SELECT \"numeric\" FROM t").get(0).unboundedNumber())
                    .isFalse();
        }
    }

    @Test
    void zeroRowsAndNullsAndWideTablesAreKept() {
        assertThat(TestSource.rows(source, "SELECT 1 AS a WHERE false")).isEmpty();
        assertThat(TestSource.rows(source, "SELECT NULL::int a, NULL::text b, '' c, NULL::numeric(30,2) d")
                        .toString())
                .isEqualTo("[{a=null, b=null, c=, d=null}]");
        String wide = IntStream.range(0, 1600).mapToObj(i -> i + " AS c" + i).collect(Collectors.joining(", "));
        assertThat(TestSource.row(source, "SELECT " + wide)).hasSize(1600).endsWith(1598, 1599);
    }

    @Test
    void theSchemaSaysTheTypes() {
        try (RowGroups rows = source.query("SELECT 1::numeric(18,2) a, 1::numeric(19,2) b, now() c")) {
            assertThat(rows.schema().columns().stream().map(column -> column.type()))
                    .containsExactly(
                            new ColumnType.Decimal(18, 2),
                            new ColumnType.Decimal(19, 2),
                            new ColumnType.Timestamp(true));
        }
    }
}
