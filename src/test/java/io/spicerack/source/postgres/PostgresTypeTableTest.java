package io.spicerack.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionException;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.TestSource;
import io.spicerack.source.TypeCase;
import io.spicerack.source.TypeTable;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type of PostgreSQL at its edges, by every way into a sealed file, in three time zones. */
@WithServers
public class PostgresTypeTableTest {
    private static final List<String> ZONES = List.of("UTC", "America/New_York", "Asia/Kathmandu");

    /** Makes the types that are no server's own anew. */
    public static final List<String> TYPES = List.of(
            "DROP TYPE IF EXISTS mood, pair CASCADE",
            "DROP DOMAIN IF EXISTS price CASCADE",
            "CREATE TYPE mood AS ENUM ('calm', 'it''s \"hot\"')",
            "CREATE DOMAIN price AS numeric(8,2)",
            "CREATE TYPE pair AS (a int, b text)");

    private static final TestDatabase DATABASE = TestDatabases.postgres().newDatabase();

    private final TimeZone before = TimeZone.getDefault();

    @BeforeAll
    static void createTypes() throws SQLException {
        DATABASE.execute(TYPES.toArray(String[]::new));
    }

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(before);
    }

    public static Stream<TypeCase> types() {
        return Stream.of(
                TypeCase.of("boolean", "boolean", "Bool").keeps("true", "false"),
                TypeCase.of("smallint, integer, serial", "smallint", "Int(32)").keeps("-32768", "0", "32767"),
                TypeCase.of("smallint, integer, serial", "integer", "Int(32)").keeps("-2147483648", "2147483647"),
                TypeCase.of("bigint, bigserial, oid", "bigint", "Int(64)")
                        .keeps("-9223372036854775808", "9223372036854775807"),
                TypeCase.of("bigint, bigserial, oid", "oid", "Int(64)").keeps("0", "4294967295"),
                TypeCase.of("numeric(p, s) up to 38 digits", "numeric(5,2)", "Decimal")
                        .keeps("999.99", "-999.99", "0.00", "-0.01")
                        .refuses("NaN", "NaN or an infinity"),
                TypeCase.of("numeric(p, s) up to 38 digits", "numeric(18,9)", "Decimal")
                        .keeps("-123456789.123456789", "0.000000001"),
                TypeCase.of("numeric(p, s) up to 38 digits", "numeric(19,0)", "Decimal")
                        .keeps("-9999999999999999999", "9999999999999999999"),
                TypeCase.of("numeric(p, s) up to 38 digits", "numeric(38,10)", "Decimal")
                        .keeps("1234567890123456789012345678.0123456789", "-0.0000000001"),
                TypeCase.of("numeric(p, s) up to 38 digits", "numeric(38,0)", "Decimal")
                        .keeps("99999999999999999999999999999999999999", "-100000000000000000000000000000000000"),
                TypeCase.of("numeric(p, s) up to 38 digits", "numeric(5,-2)", "Decimal")
                        .keepsAs("12345", "12300"),
                TypeCase.of("numeric(p, s) up to 38 digits", "numeric(3,5)", "Decimal")
                        .keeps("0.00123"),
                TypeCase.of("numeric without a precision, or above 38 digits", "numeric", "Text")
                        .keeps("1.50", "1.5", "NaN", "Infinity", "-0.00000000000000000001"),
                TypeCase.of("numeric without a precision, or above 38 digits", "numeric(60,3)", "Text")
                        .keeps("123456789012345678901234567890123456789012345678901234567.125"),
                TypeCase.of("real, double precision", "real", "Floating")
                        .keepsAs("1.1", "1.1")
                        .keepsAs("NaN", "NaN")
                        .keepsAs("-Infinity", "-Infinity")
                        .keepsAs("1.17549435e-38", "1.1754944E-38")
                        .keepsAs("-0", "-0.0"),
                TypeCase.of("real, double precision", "double precision", "Floating")
                        .keepsAs("4.9e-324", "4.9E-324")
                        .keepsAs("1.7976931348623157e308", "1.7976931348623157E308")
                        .keepsAs("Infinity", "Infinity"),
                TypeCase.of("text, varchar, char(n), name", "text", "Text")
                        .keeps("", " ", "Ольга 王 🌶", "e\u0301", "a\tb\nc\\", "NULL", "\\N"),
                TypeCase.of("text, varchar, char(n), name", "varchar(20)", "Text")
                        .keeps("", "王🌶"),
                TypeCase.of("text, varchar, char(n), name", "char(3)", "Text")
                        .keepsAs("x", "x  ")
                        .keepsAs("", "   "),
                TypeCase.of("text, varchar, char(n), name", "name", "Text").keeps("n"),
                TypeCase.of("json, jsonb", "json", "Json").keeps("{\"a\" :  1, \"a\": 2}", "null", "[\"\\u00e9\"]"),
                TypeCase.of("json, jsonb", "jsonb", "Json")
                        .keepsAs("{\"b\":1,\"a\":[1, null]}", "{\"a\": [1, null], \"b\": 1}"),
                TypeCase.of("bytea", "bytea", "Binary").keepsAs("\\x", "").keepsAs("\\x00ff00", "AP8A"),
                TypeCase.of("uuid", "uuid", "Uuid")
                        .keeps("00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"),
                TypeCase.of("date", "date", "Date")
                        .keeps("1970-01-01", "1969-12-31", "1582-10-10", "0001-01-01", "9999-12-31", "2000-02-29")
                        .keepsAs("4713-01-01 BC", "-4712-01-01")
                        .keepsAs("0044-03-15 BC", "-0043-03-15")
                        .keepsAs("5874897-12-31", "+5874897-12-31")
                        .refuses("infinity", "infinity")
                        .refuses("-infinity", "infinity"),
                TypeCase.of("time", "time", "Time")
                        .keeps("00:00:00", "23:59:59.999999", "02:30:00.000001")
                        .refuses("24:00:00", "the time 24:00:00"),
                TypeCase.of("timestamp", "timestamp", "Timestamp(local)")
                        .keeps(
                                "2021-03-14T02:30:00.123456",
                                "1986-01-01T00:10:00",
                                "2021-11-07T01:30:00",
                                "1969-12-31T23:59:59.999999",
                                "1582-10-10T12:00:00",
                                "0001-01-01T00:00:00")
                        .keepsAs("0044-03-15 12:00:00 BC", "-0043-03-15T12:00:00")
                        .refuses("infinity", "infinity")
                        .refuses("-infinity", "infinity"),
                TypeCase.of("timestamptz", "timestamptz", "Timestamp(utc)")
                        .keepsAs("2021-03-14 02:30:00+00", "2021-03-14T02:30:00Z")
                        .keepsAs("2021-03-14 02:30:00+05:30", "2021-03-13T21:00:00Z")
                        .keepsAs("1883-11-18 12:00:00.5+00", "1883-11-18T12:00:00.5Z")
                        .keepsAs("0044-03-15 12:00:00+00 BC", "-0043-03-15T12:00:00Z")
                        .refuses("infinity", "infinity"),
                TypeCase.of("a domain", "price", "as its base type").keeps("12.30"),
                TypeCase.of("timetz", "timetz", "Text").keeps("12:00:00.000001+02", "24:00:00-15:59"),
                TypeCase.of("interval", "interval", "Text")
                        .keeps("1 year 2 mons 3 days 04:05:06.7", "-178000000 years", "00:00:00"),
                TypeCase.of("money", "money", "Text").keepsAs("-92233720368547758.08", "-$92,233,720,368,547,758.08"),
                TypeCase.of("bit, varbit", "bit(3)", "Text").keeps("101"),
                TypeCase.of("bit, varbit", "bit(1)", "Text").keeps("1"),
                TypeCase.of("bit, varbit", "varbit(80)", "Text").keeps("", "1".repeat(80)),
                TypeCase.of("enum types", "mood", "Text").keeps("calm", "it's \"hot\""),
                TypeCase.of("arrays", "int[]", "Text").keeps("{1,NULL,3}", "{}", "{{1,2},{3,4}}", "[0:1]={7,8}"),
                TypeCase.of("arrays", "text[]", "Text").keeps("{\"a,b\",\"\",NULL,\"NULL\"}"),
                TypeCase.of("arrays", "timestamptz[]", "Text").keeps("{\"2021-03-14 02:30:00+00\"}"),
                TypeCase.of("composite types", "pair", "Text").keeps("(1,x)", "(,\"\")"),
                TypeCase.of("range and multirange types", "int4range", "Text").keeps("[1,5)", "empty", "(,)"),
                TypeCase.of("range and multirange types", "int8range", "Text").keeps("[1,9223372036854775807)"),
                TypeCase.of("range and multirange types", "numrange", "Text").keeps("(1.50,2]"),
                TypeCase.of("range and multirange types", "tsrange", "Text")
                        .keeps("[\"2021-03-14 02:30:00\",infinity)"),
                TypeCase.of("range and multirange types", "tstzrange", "Text").keeps("[\"2021-03-14 02:30:00+00\",)"),
                TypeCase.of("range and multirange types", "daterange", "Text").keeps("[2021-03-14,2021-03-15)"),
                TypeCase.of("range and multirange types", "int4multirange", "Text")
                        .keeps("{[1,3),[5,7)}"),
                TypeCase.of("inet, cidr, macaddr, macaddr8", "inet", "Text")
                        .keepsAs("10.0.0.1", "10.0.0.1/32")
                        .keepsAs("::1", "::1/128")
                        .keeps("192.168.0.1/24"),
                TypeCase.of("inet, cidr, macaddr, macaddr8", "cidr", "Text").keeps("10.0.0.0/8"),
                TypeCase.of("inet, cidr, macaddr, macaddr8", "macaddr", "Text").keeps("08:00:2b:01:02:03"),
                TypeCase.of("inet, cidr, macaddr, macaddr8", "macaddr8", "Text").keeps("08:00:2b:01:02:03:04:05"),
                TypeCase.of("point, line, lseg, box, path, polygon, circle", "point", "Text")
                        .keeps("(1,-2.5)"),
                TypeCase.of("point, line, lseg, box, path, polygon, circle", "line", "Text")
                        .keeps("{1,2,3}"),
                TypeCase.of("point, line, lseg, box, path, polygon, circle", "lseg", "Text")
                        .keeps("[(0,0),(1,1)]"),
                TypeCase.of("point, line, lseg, box, path, polygon, circle", "box", "Text")
                        .keeps("(1,1),(0,0)"),
                TypeCase.of("point, line, lseg, box, path, polygon, circle", "path", "Text")
                        .keeps("[(0,0),(1,1)]"),
                TypeCase.of("point, line, lseg, box, path, polygon, circle", "polygon", "Text")
                        .keeps("((0,0),(1,1),(1,0))"),
                TypeCase.of("point, line, lseg, box, path, polygon, circle", "circle", "Text")
                        .keeps("<(0,0),1.5>"),
                TypeCase.of("xml", "xml", "Text").keeps("<a b=\"é\">x</a>"),
                TypeCase.of("tsvector, tsquery", "tsvector", "Text").keeps("'cat':3A 'fat':2"),
                TypeCase.of("tsvector, tsquery", "tsquery", "Text").keeps("'cat' & 'rat'"),
                TypeCase.of("pg_lsn, xid, xid8, cid, tid, pg_snapshot", "pg_lsn", "Text")
                        .keeps("16/B374D848"),
                TypeCase.of("pg_lsn, xid, xid8, cid, tid, pg_snapshot", "xid", "Text")
                        .keeps("4294967295"),
                TypeCase.of("pg_lsn, xid, xid8, cid, tid, pg_snapshot", "xid8", "Text")
                        .keeps("18446744073709551615"),
                TypeCase.of("pg_lsn, xid, xid8, cid, tid, pg_snapshot", "cid", "Text")
                        .keeps("1"),
                TypeCase.of("pg_lsn, xid, xid8, cid, tid, pg_snapshot", "tid", "Text")
                        .keeps("(0,1)"),
                TypeCase.of("pg_lsn, xid, xid8, cid, tid, pg_snapshot", "pg_snapshot", "Text")
                        .keeps("10:20:10,14"),
                TypeCase.of("regclass and its like, \"char\", jsonpath, refcursor", "regclass", "Text")
                        .keeps("pg_class"),
                TypeCase.of("regclass and its like, \"char\", jsonpath, refcursor", "\"char\"", "Text")
                        .keeps("x"),
                TypeCase.of("regclass and its like, \"char\", jsonpath, refcursor", "jsonpath", "Text")
                        .keeps("$.\"a\"[*]"));
    }

    static Stream<Arguments> typesByWay() {
        return ZONES.stream().flatMap(zone -> Stream.of(TypeCase.Way.values())
                .flatMap(way -> types().map(type -> Arguments.of(type, way, zone))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("typesByWay")
    void aTypeIsKeptAtItsEdges(TypeCase type, TypeCase.Way way, String zone) throws Exception {
        try (SourceConnection source = open(zone)) {
            assertThat(TypeCase.read(way, source, query(type, type.kept()))).isEqualTo(type.expected());
        }
    }

    static Stream<Arguments> refusals() {
        return types().filter(type -> !type.refused().isEmpty())
                .flatMap(type -> Stream.of(TypeCase.Way.values()).map(way -> Arguments.of(type, way)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("refusals")
    void whatATypeCannotKeepIsRefusedByItsColumn(TypeCase type, TypeCase.Way way) {
        assertThat(type.refused()).allSatisfy(edge -> assertThatThrownBy(() -> readOne(type, edge, way))
                .isInstanceOf(IngestionException.class)
                .hasMessageStartingWith("Column 'v' holds " + edge.refused() + ", which a data set cannot keep."));
    }

    private static void readOne(TypeCase type, TypeCase.Edge edge, TypeCase.Way way) throws Exception {
        try (SourceConnection source = open("America/New_York")) {
            TypeCase.read(way, source, query(type, List.of(edge)));
        }
    }

    @Test
    void theDocumentationIsWhatWasRun() throws IOException {
        TypeTable.assertDocuments(
                "PostgreSQL (10 or newer)",
                types(),
                Map.of("void", "refused", "types of extensions, such as citext and hstore", "Text"));
    }

    @Test
    void typesOfExtensionsAreKeptAsTheirText() throws Exception {
        DATABASE.execute("CREATE EXTENSION IF NOT EXISTS citext", "CREATE EXTENSION IF NOT EXISTS hstore");
        try (SourceConnection source = open("UTC")) {
            assertThat(TestSource.row(source, "SELECT 'MiXed'::citext a, 'k=>\"v\", n=>NULL'::hstore b"))
                    .containsExactly("MiXed", "\"k\"=>\"v\", \"n\"=>NULL");
        }
    }

    private static SourceConnection open(String zone) throws SQLException {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        DATABASE.execute("ALTER DATABASE " + DATABASE.name() + " SET timezone = '" + zone + "'");
        return TestSource.open(DATABASE, DataSourceType.POSTGRESQL);
    }

    public static String query(TypeCase type, List<TypeCase.Edge> edges) {
        return edges.stream()
                .map(edge -> value(edge.literal(), type.type()))
                .collect(Collectors.joining(", ", "SELECT v FROM (VALUES ", ", (NULL::" + type.type() + ")) AS t(v)"));
    }

    private static String value(@Nullable String literal, String type) {
        return "('" + String.valueOf(literal).replace("'", "''") + "'::" + type + ")";
    }
}
