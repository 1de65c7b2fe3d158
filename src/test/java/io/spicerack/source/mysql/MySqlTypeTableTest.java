package io.spicerack.source.mysql;

import static io.spicerack.kit.database.TestDatabases.onMySql;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type of MySQL and MariaDB at its edges, by every way into a sealed file, in three time zones. */
@WithServers
public class MySqlTypeTableTest {
    private static final List<String> ZONES = List.of("UTC", "America/New_York", "Asia/Kathmandu");
    private static final Map<String, String> OFFSETS = Map.of("America/New_York", "-05:00", "Asia/Kathmandu", "+05:45");
    private static final TestDatabase DATABASE = TestDatabases.mariaDb().newDatabase();

    private final TimeZone before = TimeZone.getDefault();

    @AfterEach
    void restoreZone() throws SQLException {
        TimeZone.setDefault(before);
        serverZone("SYSTEM");
    }

    /** The server's, which its sessions take unless they say otherwise; it knows no names of zones. */
    private static void serverZone(String zone) throws SQLException {
        try (Connection connection = DATABASE.server().administer("mysql");
                Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL time_zone = '" + zone + "'");
        }
    }

    /** Those that the server has. */
    public static Stream<TypeCase> served() {
        String lacking = onMySql() ? "(MariaDB)" : "(MySQL 9)";
        return types().filter(type -> !type.row().endsWith(lacking))
                // 30 digits after the point are MySQL's most
                .filter(type -> !onMySql() || !type.type().equals("DECIMAL(38,38)"));
    }

    static Stream<TypeCase> types() {
        return Stream.of(
                TypeCase.of("tinyint(1), boolean, bit(1)", "TINYINT(1)", "Bool")
                        .keepsAs("0", "false")
                        .keepsAs("1", "true"),
                TypeCase.of("tinyint(1), boolean, bit(1)", "BOOLEAN", "Bool").keepsAs("TRUE", "true"),
                TypeCase.of("tinyint(1), boolean, bit(1)", "BIT(1)", "Bool")
                        .keepsAs("b'0'", "false")
                        .keepsAs("b'1'", "true"),
                TypeCase.of("tinyint, smallint, mediumint (unsigned too), year", "TINYINT", "Int(32)")
                        .keeps("-128", "127"),
                TypeCase.of("tinyint, smallint, mediumint (unsigned too), year", "TINYINT UNSIGNED", "Int(32)")
                        .keeps("0", "255"),
                TypeCase.of("tinyint, smallint, mediumint (unsigned too), year", "SMALLINT", "Int(32)")
                        .keeps("-32768", "32767"),
                TypeCase.of("tinyint, smallint, mediumint (unsigned too), year", "SMALLINT UNSIGNED", "Int(32)")
                        .keeps("65535"),
                TypeCase.of("tinyint, smallint, mediumint (unsigned too), year", "MEDIUMINT", "Int(32)")
                        .keeps("-8388608", "8388607"),
                TypeCase.of("tinyint, smallint, mediumint (unsigned too), year", "MEDIUMINT UNSIGNED", "Int(32)")
                        .keeps("16777215"),
                TypeCase.of("tinyint, smallint, mediumint (unsigned too), year", "YEAR", "Int(32)")
                        .keeps("1901", "2155", "0"),
                TypeCase.of("int", "INT", "Int(32)").keeps("-2147483648", "2147483647"),
                TypeCase.of("int unsigned", "INT(5) ZEROFILL", "Int(64)").keeps("42"),
                TypeCase.of("int unsigned", "INT UNSIGNED", "Int(64)").keeps("0", "4294967295"),
                TypeCase.of("bigint", "BIGINT", "Int(64)").keeps("-9223372036854775808", "9223372036854775807"),
                TypeCase.of("bigint unsigned", "BIGINT UNSIGNED", "Decimal").keeps("0", "18446744073709551615"),
                TypeCase.of("bit(2) to bit(63)", "BIT(5)", "Int(64)").keepsAs("b'10101'", "21"),
                TypeCase.of("bit(2) to bit(63)", "BIT(63)", "Int(64)")
                        .keepsAs("9223372036854775807", "9223372036854775807"),
                TypeCase.of("bit(64)", "BIT(64)", "Binary").keepsAs("18446744073709551615", "//////////8="),
                TypeCase.of("decimal up to 38 digits", "DECIMAL(5,2)", "Decimal")
                        .keeps("-999.99", "0.00"),
                TypeCase.of("decimal up to 38 digits", "DECIMAL(18,0)", "Decimal")
                        .keeps("999999999999999999"),
                TypeCase.of("decimal up to 38 digits", "DECIMAL(38,10)", "Decimal")
                        .keeps("-1234567890123456789012345678.0123456789", "0.0000000001"),
                TypeCase.of("decimal up to 38 digits", "DECIMAL(38,38)", "Decimal")
                        .keeps("0.00000000000000000000000000000000000001"),
                TypeCase.of("decimal above 38 digits", "DECIMAL(65,30)", "Text")
                        .keeps("12345678901234567890123456789012345.000000000000000000000000000001"),
                TypeCase.of("float, double", "FLOAT", "Floating").keeps("1.1", "-3.4028235E38", "1.1754944E-38"),
                TypeCase.of("float, double", "DOUBLE", "Floating")
                        .keeps("1.7976931348623157E308", "2.2250738585072014E-308", "-0.5"),
                TypeCase.of("char, varchar, text", "CHAR(5)", "Text")
                        .keepsAs("'a  '", "a")
                        .keepsAs("''", ""),
                TypeCase.of("char, varchar, text", "VARCHAR(40) CHARACTER SET utf8mb4", "Text")
                        .keepsAs("'a  '", "a  ")
                        .keepsAs("'Ольга 王 🌶'", "Ольга 王 🌶")
                        .keepsAs("'a\\0b'", "a\0b"),
                TypeCase.of("char, varchar, text", "VARCHAR(40) CHARACTER SET latin1", "Text")
                        .keepsAs("'é€'", "é€"),
                TypeCase.of("char, varchar, text", "VARCHAR(40) CHARACTER SET utf16", "Text")
                        .keepsAs("'王🌶'", "王🌶"),
                TypeCase.of("char, varchar, text", "VARCHAR(40) CHARACTER SET ucs2", "Text")
                        .keepsAs("'王'", "王"),
                TypeCase.of("char, varchar, text", "VARCHAR(40) CHARACTER SET utf8mb3", "Text")
                        .keepsAs("'王'", "王"),
                TypeCase.of("char, varchar, text", "VARCHAR(40) CHARACTER SET sjis", "Text")
                        .keepsAs("'テスト'", "テスト"),
                TypeCase.of("char, varchar, text", "VARCHAR(40) COLLATE utf8mb4_bin", "Text")
                        .keepsAs("'ß'", "ß"),
                TypeCase.of("char, varchar, text", "TINYTEXT", "Text").keepsAs("'x'", "x"),
                TypeCase.of("char, varchar, text", "TEXT", "Text").keepsAs("'x'", "x"),
                TypeCase.of("char, varchar, text", "LONGTEXT", "Text").keepsAs("'x'", "x"),
                TypeCase.of("enum, set", "ENUM('x','it''s','')", "Text")
                        .keepsAs("'it''s'", "it's")
                        .keepsAs("''", ""),
                TypeCase.of("enum, set", "SET('p','q')", "Text")
                        .keepsAs("'p,q'", "p,q")
                        .keepsAs("''", ""),
                TypeCase.of("inet4, inet6 (MariaDB)", "INET4", "Text").keepsAs("'1.2.3.4'", "1.2.3.4"),
                TypeCase.of("inet4, inet6 (MariaDB)", "INET6", "Text").keepsAs("'::1'", "::1"),
                // MySQL keeps the value and not its text
                TypeCase.of("json", "JSON", "Json").keepsAs("'{\"a\":  1}'", onMySql() ? "{\"a\": 1}" : "{\"a\":  1}"),
                TypeCase.of("binary, varbinary, blob", "BINARY(3)", "Binary").keepsAs("'b'", "YgAA"),
                TypeCase.of("binary, varbinary, blob", "VARBINARY(9)", "Binary")
                        .keepsAs("x'00ff'", "AP8=")
                        .keepsAs("''", ""),
                TypeCase.of("binary, varbinary, blob", "BLOB", "Binary").keepsAs("x'00ff'", "AP8="),
                TypeCase.of("binary, varbinary, blob", "LONGBLOB", "Binary").keepsAs("x'ff'", "/w=="),
                TypeCase.of("geometry types", "POINT", "Binary")
                        .keepsAs("ST_GeomFromText('POINT(1 2)')", "AAAAAAEBAAAAAAAAAAAA8D8AAAAAAAAAQA=="),
                TypeCase.of("geometry types", "GEOMETRY", "Binary")
                        .keepsAs(
                                "ST_GeomFromText('POINT(1 2)', 4326)",
                                // MySQL takes the latitude first, and keeps it second
                                onMySql()
                                        ? "5hAAAAEBAAAAAAAAAAAAAEAAAAAAAADwPw=="
                                        : "5hAAAAEBAAAAAAAAAAAA8D8AAAAAAAAAQA=="),
                TypeCase.of("vector (MySQL 9)", "VECTOR(3)", "Binary")
                        .keepsAs("STRING_TO_VECTOR('[1,2,3]')", "AACAPwAAAEAAAEBA"),
                TypeCase.of("uuid (MariaDB)", "UUID", "Uuid")
                        .keepsAs("'00112233-4455-6677-8899-aabbccddeeff'", "00112233-4455-6677-8899-aabbccddeeff"),
                TypeCase.of("date", "DATE", "Date")
                        .keepsAs("'1000-01-01'", "1000-01-01")
                        .keepsAs("'1582-10-10'", "1582-10-10")
                        .keepsAs("'9999-12-31'", "9999-12-31")
                        .refuses("'2020-00-15'", "a date whose month or day is 0 or does not exist"),
                TypeCase.of("datetime", "DATETIME(6)", "Timestamp(local)")
                        .keepsAs("'2021-03-14 02:30:00.123456'", "2021-03-14T02:30:00.123456")
                        .keepsAs("'2021-11-07 01:30:00'", "2021-11-07T01:30:00")
                        .keepsAs("'1986-01-01 00:10:00'", "1986-01-01T00:10:00")
                        .keepsAs("'1969-12-31 23:59:59.999999'", "1969-12-31T23:59:59.999999")
                        .keepsAs("'1582-10-10 00:00:00'", "1582-10-10T00:00:00")
                        .keepsAs("'1000-01-01 00:00:00'", "1000-01-01T00:00:00")
                        .keepsAs("'9999-12-31 23:59:59.999999'", "9999-12-31T23:59:59.999999")
                        .refuses("'2020-01-00 10:00:00'", "a date whose month or day is 0 or does not exist"),
                TypeCase.of("timestamp", "TIMESTAMP(6) NULL", "Timestamp(utc)")
                        .keepsAs("'1970-01-01 00:00:01'", "1970-01-01T00:00:01Z")
                        .keepsAs("'2021-03-14 02:30:00.5'", "2021-03-14T02:30:00.5Z")
                        .keepsAs("'2038-01-19 03:14:07.999999'", "2038-01-19T03:14:07.999999Z"),
                TypeCase.of("time", "TIME(6)", "Text")
                        .keepsAs("'-838:59:59'", "-838:59:59.000000")
                        .keepsAs("'838:59:59'", "838:59:59.000000")
                        .keepsAs("'02:30:00.000001'", "02:30:00.000001")
                        .keepsAs("'00:00:00'", "00:00:00.000000"),
                TypeCase.of("time", "TIME", "Text").keepsAs("'-01:00:00'", "-01:00:00"));
    }

    static Stream<Arguments> typesByWay() {
        return ZONES.stream().flatMap(zone -> Stream.of(TypeCase.Way.values())
                .flatMap(way -> served().map(type -> Arguments.of(type, way, zone))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("typesByWay")
    void aTypeIsKeptAtItsEdges(TypeCase type, TypeCase.Way way, String zone) throws Exception {
        create(type, type.kept());
        try (SourceConnection source = open(zone)) {
            assertThat(TypeCase.read(way, source, "SELECT v FROM t ORDER BY n")).isEqualTo(type.expected());
        }
    }

    static Stream<Arguments> refusals() {
        return served().filter(type -> !type.refused().isEmpty())
                .flatMap(type -> Stream.of(TypeCase.Way.values()).map(way -> Arguments.of(type, way)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("refusals")
    void whatATypeCannotKeepIsRefusedByItsColumn(TypeCase type, TypeCase.Way way) {
        assertThat(type.refused()).allSatisfy(edge -> assertThatThrownBy(() -> readOne(type, edge, way))
                .isInstanceOf(IngestionException.class)
                .hasMessageStartingWith("Column 'v' holds " + edge.refused() + ", which a data set cannot keep."));
    }

    @Test
    void anInstantIsTheSameInWhateverZoneItWasWritten() throws SQLException {
        DATABASE.execute(
                "DROP TABLE IF EXISTS t",
                "CREATE TABLE t (v TIMESTAMP NULL)",
                "SET time_zone = '+05:45'",
                "INSERT INTO t VALUES ('2021-03-14 08:15:00')");
        try (SourceConnection source = open("Asia/Kathmandu")) {
            assertThat(TestSource.row(source, "SELECT v FROM t"))
                    .containsExactly(OffsetDateTime.parse("2021-03-14T02:30:00Z"));
        }
    }

    @Test
    void theDocumentationIsWhatWasRun() throws IOException {
        TypeTable.assertDocuments(
                "MySQL (8.0 or newer) and MariaDB (10.6 or newer)", types(), Map.of("other types", "refused"));
    }

    private static void readOne(TypeCase type, TypeCase.Edge edge, TypeCase.Way way) throws Exception {
        create(type, List.of(edge));
        try (SourceConnection source = open("America/New_York")) {
            TypeCase.read(way, source, "SELECT v FROM t ORDER BY n");
        }
    }

    private static SourceConnection open(String zone) throws SQLException {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        serverZone(OFFSETS.getOrDefault(zone, "+00:00"));
        return TestSource.open(DATABASE, DataSourceType.MARIADB);
    }

    /** The values in their order, then a NULL; instants are written in UTC. */
    private static void create(TypeCase type, List<TypeCase.Edge> edges) throws SQLException {
        create(DATABASE, type, edges);
    }

    public static void create(TestDatabase database, TypeCase type, List<TypeCase.Edge> edges) throws SQLException {
        StringBuilder rows = new StringBuilder();
        for (TypeCase.Edge edge : edges) {
            rows.append('(').append(edge.literal()).append("), ");
        }
        database.execute(
                "DROP TABLE IF EXISTS t",
                "CREATE TABLE t (n INT AUTO_INCREMENT PRIMARY KEY, v " + type.type() + ")",
                "SET sql_mode = '', time_zone = '+00:00'",
                "INSERT INTO t (v) VALUES " + rows + "(NULL)");
    }
}
