package io.spicerack.source.mysql;

import static io.spicerack.kit.database.TestDatabases.onMySql;
import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.TestSource;
import io.spicerack.source.TypeCase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is sealed of a value is what the server prints of it, and not what its driver does. */
@WithServers
class MySqlServerTextTest {
    private static final TestDatabase DATABASE = TestDatabases.mariaDb().newDatabase();

    private static final String[] TIMES = {
        "00:00:00",
        "10:00:00.05",
        "10:00:00.050001",
        "10:00:00.5",
        "10:00:00.000009",
        "-00:00:00.001",
        "-00:00:00.1",
        "-10:20:30.05",
        "23:59:59.999999",
        "24:00:00",
        "100:00:00.01",
        "838:59:59",
        "-838:59:59",
        "838:59:58.999999",
        "-838:59:58.000001"
    };

    private static final String[] DATETIMES = {
        "1000-01-01 00:00:00",
        "1582-10-10 00:00:00.05",
        "1969-12-31 23:59:59.999999",
        "2021-03-14 02:30:00.05",
        "2021-03-14 02:30:00.000009",
        "2024-02-29 23:59:59.1",
        "9999-12-31 23:59:58.001"
    };

    private static final String[] INSTANTS = {
        "1970-01-01 00:00:01", "2021-03-14 02:30:00.05", "2021-11-07 01:30:00.000009", "2038-01-19 03:14:06.999"
    };

    /**
     * @param printed what the server is asked to print of a value {@code v}
     * @param same brings both texts to one form where the data set's canonical text is not the server's
     */
    record Type(String name, String printed, UnaryOperator<String> same, List<String> literals) {
        static Type of(String name, String... values) {
            return new Type(
                    name,
                    "v",
                    text -> text,
                    Stream.of(values).map(v -> "'" + v + "'").toList());
        }

        Type printing(String expression) {
            return new Type(name, expression, same, literals);
        }

        Type comparing(UnaryOperator<String> form) {
            return new Type(name, printed, form, literals);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Type> types() {
        Stream<Type> times = fractions()
                .flatMap(fraction -> Stream.of(
                        Type.of("TIME" + fraction, TIMES),
                        Type.of("DATETIME" + fraction, DATETIMES).comparing(MySqlServerTextTest::micros),
                        Type.of("TIMESTAMP" + fraction + " NULL", INSTANTS).comparing(MySqlServerTextTest::micros)));
        Stream<Type> others = Stream.of(
                Type.of("DATE", "1000-01-01", "1582-10-10", "2024-02-29", "9999-12-31"),
                Type.of("YEAR", "1901", "2155", "0").printing("v + 0"),
                Type.of("FLOAT", "1.1", "-3.4028235E38", "1.1754944E-38", "16777217", "0.1", "123456.789")
                        .printing("CAST(v AS DOUBLE)")
                        .comparing(text -> String.valueOf(Float.parseFloat(text))),
                Type.of("FLOAT(10,2)", "1.1", "-99999.99")
                        .printing("CAST(v AS DOUBLE)")
                        .comparing(text -> String.valueOf(Float.parseFloat(text))),
                Type.of("DOUBLE", "1.7976931348623157E308", "-5E-324", "0.1", "123456789012345678")
                        .comparing(text -> String.valueOf(Double.parseDouble(text))),
                Type.of("DOUBLE(20,3)", "1.1", "-12345678901234.567")
                        .comparing(text -> String.valueOf(Double.parseDouble(text))),
                Type.of("DECIMAL(5,2)", "-999.99", "0", "0.05").comparing(MySqlServerTextTest::number),
                Type.of("DECIMAL(5,2) ZEROFILL", "9.99", "0", "0.05").comparing(MySqlServerTextTest::number),
                Type.of("DECIMAL(38,10)", "-1234567890123456789012345678.0123456789", "0.0000000001")
                        .comparing(MySqlServerTextTest::number),
                Type.of("DECIMAL(65,30)", "-12345678901234567890123456789012345.000000000000000000000000000001", "0"),
                Type.of("BIT(5)", "0", "21", "31").printing("v + 0"),
                Type.of("BIT(63)", "0", "9223372036854775807").printing("v + 0"),
                Type.of("BIT(64)", "0", "18446744073709551615").printing("TO_BASE64(v)"),
                Type.of("INT(9) ZEROFILL", "42").printing("v + 0"),
                Type.of("BIGINT UNSIGNED", "18446744073709551615"),
                Type.of("CHAR(5)", "a", ""),
                Type.of("VARCHAR(20) CHARACTER SET latin1", "é€", "a  "),
                Type.of("ENUM('x','y')", "x"),
                Type.of("SET('p','q')", "p,q", ""),
                Type.of("JSON", "{\"a\":  1.50}"),
                Type.of("UUID", "00112233-4455-6677-8899-aabbccddeeff"),
                Type.of("INET4", "1.2.3.4"),
                Type.of("INET6", "::1", "::ffff:1.2.3.4", "2001:db8::a"));
        return Stream.concat(times, others.map(type -> type.name().startsWith("BIT") ? numbers(type) : type));
    }

    /** A text would be taken as bits. */
    private static Type numbers(Type type) {
        return new Type(
                type.name(),
                type.printed(),
                type.same(),
                type.literals().stream().map(v -> v.replace("'", "")).toList());
    }

    private static Stream<String> fractions() {
        return IntStream.rangeClosed(0, 6).mapToObj(digits -> digits == 0 ? "" : "(" + digits + ")");
    }

    static Stream<Arguments> typesByWay() {
        return types().filter(type -> !onMySql() || !type.name().matches("UUID|INET\\d"))
                .flatMap(type -> Stream.of(TypeCase.Way.values()).map(way -> Arguments.of(type, way)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("typesByWay")
    void whatIsSealedIsWhatTheServerPrints(Type type, TypeCase.Way way) throws Exception {
        List<String> statements = new ArrayList<>(List.of(
                "SET sql_mode = '', time_zone = '+00:00'",
                "DROP TABLE IF EXISTS t",
                "CREATE TABLE t (n INT AUTO_INCREMENT PRIMARY KEY, v " + type.name() + ")"));
        type.literals().forEach(value -> statements.add("INSERT INTO t (v) VALUES (" + value + ")"));
        DATABASE.execute(statements.toArray(String[]::new));
        List<@Nullable String> sealed;
        try (SourceConnection source = TestSource.open(DATABASE, DataSourceType.MARIADB)) {
            sealed = TypeCase.read(way, source, "SELECT v FROM t ORDER BY n");
        }
        List<String> printed = printed("SELECT CAST(" + type.printed() + " AS CHAR) FROM t ORDER BY n");
        assertThat(sealed.stream().map(type.same()).toList())
                .isEqualTo(printed.stream().map(type.same()).toList());
    }

    static Stream<Arguments> expressionsByWay() {
        return Stream.of(
                        "MAKETIME(1, 2, 3.25)",
                        "SEC_TO_TIME(1.05)",
                        "SEC_TO_TIME(-0.001)",
                        "TIMEDIFF('10:00:00.05', '11:00:00')",
                        "ADDTIME(TIME'10:00:00', '00:00:00.05')",
                        "CAST('10:00:00.05' AS TIME(3))",
                        "COALESCE(NULL, TIME'-00:00:00.05')",
                        "MAX(TIME'10:00:00.0500')",
                        "TIME('2021-03-14 10:00:00.05')",
                        "UTC_TIME() * 0",
                        "NULL")
                // where MySQL announces fewer decimals than its CAST prints; the row itself has as many as are
                // announced
                .filter(sql -> !onMySql() || !sql.startsWith("ADDTIME"))
                .flatMap(sql -> Stream.of(TypeCase.Way.values()).map(way -> Arguments.of(sql, way)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("expressionsByWay")
    void andSoIsWhatItComputes(String expression, TypeCase.Way way) throws Exception {
        try (SourceConnection source = TestSource.open(DATABASE, DataSourceType.MARIADB)) {
            assertThat(TypeCase.read(way, source, "SELECT " + expression + " AS v"))
                    .isEqualTo(printed("SELECT CAST(" + expression + " AS CHAR)"));
        }
    }

    private static List<String> printed(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET time_zone = '+00:00'");
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
        }
        return texts;
    }

    private static String micros(String text) {
        return LocalDateTime.parse(text.replace(' ', 'T').replace("Z", "")).toString();
    }

    private static String number(String text) {
        return new BigDecimal(text).toPlainString();
    }
}
