package io.spicerack.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.local.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroups;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresTypesTest {
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
    void valuesComeAtTheirEdges() {
        assertThat(TestSource.row(
                        source,
                        "SELECT true a, (-32768)::int2 b, (-2147483648)::int4 c, (-9223372036854775808)::int8 d,"
                                + " 4294967295::oid e, 'NaN'::float4 f, '-Infinity'::float8 g, 1.1::float4 h,"
                                + " '4.9e-324'::float8 i, ''::text j, 'Ольга 王 🌶'::varchar(20) k, 'x'::char(3) l,"
                                + " '\\x00ff'::bytea m, '{\"a\": 1}'::json n, '{\"a\": 1}'::jsonb o,"
                                + " '00112233-4455-6677-8899-aabbccddeeff'::uuid p"))
                .containsExactly(
                        true,
                        -32768,
                        Integer.MIN_VALUE,
                        Long.MIN_VALUE,
                        4294967295L,
                        Float.NaN,
                        Double.NEGATIVE_INFINITY,
                        1.1f,
                        Double.MIN_VALUE,
                        "",
                        "Ольга 王 🌶",
                        "x  ",
                        "00ff",
                        "{\"a\": 1}",
                        "{\"a\": 1}",
                        UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));
    }

    @Test
    void datesAndTimesDoNotShiftAndGoBackBeforeChrist() {
        assertThat(TestSource.row(
                        source,
                        "SELECT '4713-01-01 BC'::date a, '1582-10-10'::date b, '1969-12-31'::date c,"
                                + " '23:59:59.999999'::time d, '2021-03-14 02:30:00.123456'::timestamp e,"
                                + " '0044-03-15 12:00:00 BC'::timestamp f, '1969-12-31 23:59:59.999999+00'::timestamptz g,"
                                + " '2021-03-14 02:30:00+05:30'::timestamptz h, '12:00:00+02'::timetz i"))
                .containsExactly(
                        LocalDate.of(-4712, 1, 1),
                        LocalDate.of(1582, 10, 10),
                        LocalDate.of(1969, 12, 31),
                        LocalTime.of(23, 59, 59, 999_999_000),
                        LocalDateTime.of(2021, 3, 14, 2, 30, 0, 123_456_000),
                        LocalDateTime.of(-43, 3, 15, 12, 0),
                        OffsetDateTime.parse("1969-12-31T23:59:59.999999Z"),
                        OffsetDateTime.parse("2021-03-13T21:00:00Z"),
                        "12:00:00+02");
    }

    @ParameterizedTest
    @CsvSource({
        "'numeric(5,2)', 999.99",
        "'numeric(5,2)', -0.01",
        "'numeric(5,2)', 0.00",
        "'numeric(4,4)', 0.0001",
        "'numeric(18,0)', 999999999999999999",
        "'numeric(18,0)', 100000000",
        "'numeric(18,9)', -123456789.123456789",
        "'numeric(19,0)', -9999999999999999999",
        "'numeric(38,0)', 99999999999999999999999999999999999999",
        "'numeric(38,0)', -100000000000000000000000000000000000",
        "'numeric(38,38)', -0.00000000000000000000000000000000000001",
        "'numeric(38,10)', 1234567890123456789012345678.0123456789",
        "'numeric(3,5)', 0.00123",
        "'numeric(20,3)', -1.500",
        "'numeric(20,1)', 1844674407370955161.6",
        "'numeric(20,1)', -1844674407370955161.6"
    })
    void numbersOfDeclaredPrecisionAreExact(String type, String value) {
        assertThat(TestSource.row(source, "SELECT '" + value + "'::" + type + " AS n"))
                .containsExactly(new BigDecimal(value));
    }

    @Test
    void aNegativeScaleRoundsAndKeepsWholeNumbers() {
        assertThat(TestSource.row(source, "SELECT 12345::numeric(5,-2) AS n")).containsExactly(new BigDecimal("12300"));
    }

    @Test
    void whatHasNoTypeOfItsOwnIsKeptAsItsText() {
        assertThat(
                        TestSource.row(
                                source,
                                "SELECT 1.50::numeric a, 'NaN'::numeric b, 1::numeric(39,0) c, '1 year 2 days 03:04:05.6'::interval d,"
                                        + " '192.168.0.0/24'::inet e, ARRAY[1,NULL,3] f, '[1,5)'::int4range g, '(1,2)'::point h,"
                                        + " B'101'::bit(3) i, '<a>x</a>'::xml j, ROW(1,'x') k, 'x'::\"char\" l, 'pg_class'::regclass m"))
                .containsExactly(
                        "1.50",
                        "NaN",
                        "1",
                        "1 year 2 days 03:04:05.6",
                        "192.168.0.0/24",
                        "{1,NULL,3}",
                        "[1,5)",
                        "(1,2)",
                        "101",
                        "<a>x</a>",
                        "(1,x)",
                        "x",
                        "pg_class");
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'infinity'::date | infinity",
                "'-infinity'::timestamp | infinity",
                "'infinity'::timestamptz | infinity",
                "'NaN'::numeric(5,2) | NaN or an infinity",
                "'24:00:00'::time | the time 24:00:00"
            })
    void valuesThatCannotBeKeptAreRefusedByTheirColumn(String value, String holds) {
        assertThatThrownBy(() -> TestSource.rows(source, "SELECT 1 AS one, " + value + " AS \"the column\""))
                .isInstanceOf(IngestionException.class)
                .hasMessageStartingWith(
                        "Column 'the column' holds " + holds + ", which a data set cannot keep. Cast it");
    }

    @Test
    void aTypeThatCannotBeKeptIsRefusedBeforeTheFirstRow() {
        assertThatThrownBy(() -> source.query("SELECT 1 AS one, pg_sleep(0) AS nothing"))
                .hasMessage("Column 'nothing' has type void, which a data set cannot keep. Leave it out of the query.")
                .extracting(e -> ((IngestionException) e).type())
                .isEqualTo(IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR);
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
