package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.source.mysql.MySqlTypeTableTest;
import io.spicerack.source.postgres.PostgresTypeTableTest;
import io.spicerack.table.hash.TableHash;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type of both databases at its edges: the server's hash of it is ours, and no two values have one hash. */
@WithServers
class ValuesTypesTest {
    private static final TestDatabase POSTGRES = TestDatabases.postgres().newDatabase();
    private static final TestDatabase MARIADB = TestDatabases.mariaDb().newDatabase();
    private static final String SELECT = "SELECT v FROM t ORDER BY n";

    /** Of the JVM; the database has another. */
    private static final List<String> ZONES = List.of("Asia/Kathmandu", "America/New_York", "UTC");

    private final TimeZone before = TimeZone.getDefault();

    @BeforeAll
    static void createTypes() throws SQLException {
        POSTGRES.execute(PostgresTypeTableTest.TYPES.toArray(String[]::new));
        POSTGRES.execute("CREATE EXTENSION IF NOT EXISTS citext", "CREATE EXTENSION IF NOT EXISTS hstore");
    }

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(before);
    }

    /** A type of dates or times in each zone, any other in one. */
    private static Stream<Arguments> inZones(Stream<TypeCase> types) {
        return types.flatMap(type -> ZONES.stream()
                .limit(type.type().matches("(?i).*(date|time|ts|year|interval).*") ? ZONES.size() : 1)
                .map(zone -> Arguments.of(type, zone)));
    }

    static Stream<Arguments> postgresTypes() {
        return inZones(Stream.concat(
                PostgresTypeTableTest.types(),
                Stream.of(
                        TypeCase.of("", "citext", "Text").keeps("MiXed", "mixed", "mixed "),
                        TypeCase.of("", "hstore", "Text").keeps("\"k\"=>\"v\"", "\"k\"=>NULL"),
                        TypeCase.of("", "double precision", "Floating").keeps("0", "-0", "1", "1.0000000000000002"),
                        TypeCase.of("", "real", "Floating").keeps("0", "-0", "16777216", "16777218"),
                        TypeCase.of("", "numeric(12,4)", "Decimal")
                                .keeps("1", "-1", "0.0001", "10000", "12345678", "0.01", "99999999.9999"),
                        TypeCase.of("", "numeric(30,7)", "Decimal").keeps("1", "-1", "0.0000001", "12345678901234567"),
                        TypeCase.of("", "bigint", "Int(64)").keeps("1", "4294967296", "4294967297", "-1", "0"),
                        TypeCase.of("", "char(5)", "Text").keeps("a", "A", "王", "🌶", "abcde"),
                        TypeCase.of("", "bpchar", "Text").keeps("a", "a ", "A", "", " "),
                        TypeCase.of("", "text", "Text").keeps("a", "a ", "A", "á", "a\u0301", "x".repeat(70_000)))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("postgresTypes")
    void aTypeOfPostgreSqlIsHashedAlike(TypeCase type, String zone) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        POSTGRES.execute("ALTER DATABASE " + POSTGRES.name() + " SET timezone = 'Australia/Lord_Howe'");
        try (SourceConnection source = TestSource.open(POSTGRES, DataSourceType.POSTGRESQL)) {
            assertAlike(source, PostgresTypeTableTest.query(type, type.kept()));
            assertDistinct(source, type, edge -> PostgresTypeTableTest.query(type, List.of(edge)));
        }
    }

    static Stream<Arguments> mariaDbTypes() {
        return inZones(Stream.concat(
                MySqlTypeTableTest.served(),
                Stream.of(
                        TypeCase.of("", "DOUBLE", "Floating")
                                .keeps("0", "-0e0", "1e15", "1e14", "123456789012345680", "1e-14", "1e-15", "1e-16")
                                .keeps("1.5e-7", "4.9e-324", "1.0000000000000002", "1e100", "-1.25e-100"),
                        TypeCase.of("", "FLOAT(7,2)", "Floating").keeps("1.25", "-0.5"),
                        TypeCase.of("", "DOUBLE(10,3)", "Floating").keeps("1.25", "-0.125"),
                        TypeCase.of("", "DECIMAL(8,3) ZEROFILL", "Decimal").keeps("1.5", "0"),
                        TypeCase.of("", "BINARY(3)", "Binary").keeps("'a'", "'abc'"),
                        TypeCase.of("", "DATETIME(3)", "Timestamp(local)")
                                .keeps("'2021-03-14 02:30:00.125'", "'0001-01-01 00:00:00'", "'9999-12-31 23:59:59'"),
                        TypeCase.of("", "VARCHAR(20)", "Text").keeps("'a'", "'a '", "'A'", "''", "'1'"),
                        TypeCase.of("", "VARBINARY(20)", "Binary").keeps("'a'", "'a '", "'A'", "''", "0x00"))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("mariaDbTypes")
    void aTypeOfMariaDbIsHashedAlike(TypeCase type, String zone) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        MySqlTypeTableTest.create(MARIADB, type, type.kept());
        try (SourceConnection source = TestSource.open(MARIADB, DataSourceType.MARIADB)) {
            assertAlike(source, SELECT);
            assertDistinct(
                    source,
                    type,
                    edge -> SELECT + " LIMIT 1 OFFSET " + type.kept().indexOf(edge));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ADDTIME(TIME'10:00:00', '00:00:00.05')",
                "SEC_TO_TIME(-0.001)",
                "MAKETIME(1, 2, 3.25)",
                "TIMEDIFF('10:00:00.05', '11:00:00')",
                "UTC_TIME() * 0",
                "-1.2345678901234567e-10",
                "1e0 / 3",
                "ADDTIME(TIMESTAMP'2021-03-14 02:30:00', '00:00:00.05')",
                "1.50 + 1"
            })
    void whatMySqlComputesIsHashedAsItsRowHasIt(String expression) throws Exception {
        String query = "SELECT " + expression + " AS v";
        try (SourceConnection source = TestSource.open(MARIADB, DataSourceType.MARIADB)) {
            ValuesQuery values = source.valueHashes(query).demanded();
            assertThat(ValuesProbe.ask(source, values.rows(ValuesProbe.all(1))))
                    .containsExactly(
                            1L, ValuesProbe.sealed(source, values, query).rowSum());
        }
    }

    @Test
    void zeroDatesAreNullsOnBothSides() throws Exception {
        MARIADB.execute(
                "DROP TABLE IF EXISTS t",
                "CREATE TABLE t (n INT, v DATE, w DATETIME)",
                "SET sql_mode = ''",
                "INSERT INTO t VALUES (1, '0000-00-00', '0000-00-00'), (2, '2020-02-29', '2020-02-29 01:02:03')");
        try (SourceConnection source = TestSource.open(MARIADB, DataSourceType.MARIADB)) {
            assertAlike(source, "SELECT v, w FROM t");
        }
    }

    private static void assertAlike(SourceConnection source, String query) throws Exception {
        ValuesQuery values = source.valueHashes(query).demanded();
        TableHash sealed = ValuesProbe.sealed(source, values, query);
        BitSet all = ValuesProbe.all(values.rule().columns().size());
        assertThat(ValuesProbe.ask(source, values.rows(all))).containsExactly(sealed.rows(), sealed.rowSum());
        assertThat(ValuesProbe.ask(source, values.columns(0, all))).startsWith(sealed.rows(), sealed.columnSum(0));
        assertThat(ValuesProbe.ask(source, values.without(0, all))).startsWith(sealed.rows(), sealed.sumWithout(0));
        // a NULL that was not expected leaves its row out of the sum
        assertThat(ValuesProbe.ask(source, values.rows(new BitSet()))).first().isEqualTo(sealed.rows());
        assertThat(ValuesProbe.ask(source, values.rows(new BitSet())).get(1)).isNotEqualTo(sealed.rowSum());
    }

    /** How a value of a type alone is selected. */
    private interface One {
        String query(TypeCase.Edge edge);
    }

    private static void assertDistinct(SourceConnection source, TypeCase type, One one) throws Exception {
        Map<Long, String> seen = new HashMap<>();
        for (TypeCase.Edge edge : type.kept()) {
            String query = one.query(edge);
            ValuesQuery values = source.valueHashes(query).demanded();
            TableHash sealed = ValuesProbe.sealed(source, values, query);
            assertThat(seen.put(sealed.columnSum(0), edge.literal()))
                    .as("what is hashed as '" + edge.literal() + "' is")
                    .isNull();
        }
    }
}
