package io.spicerack.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.local.database.TestDatabase;
import io.spicerack.local.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MySqlTypesTest {
    private final TimeZone zone = TimeZone.getDefault();
    private final TestDatabase database = TestDatabases.mariaDb().newDatabase();
    private final SourceConnection source = open();

    /** In a zone with gaps, so that any detour through the JVM's zone shows. */
    private SourceConnection open() {
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        return TestSource.open(database, DataSourceType.MARIADB);
    }

    @AfterEach
    void close() {
        source.close();
        TimeZone.setDefault(zone);
    }

    /** A table made after the snapshot is not in it. */
    private List<Object> only(String columns, String values) throws SQLException {
        database.execute(
                "SET sql_mode = '', time_zone = '+00:00'",
                "CREATE TABLE t (" + columns + ")",
                "SET sql_mode = ''",
                "INSERT INTO t VALUES (" + values + ")");
        try (SourceConnection later = TestSource.open(database, DataSourceType.MARIADB)) {
            return TestSource.row(later, "SELECT * FROM t;");
        }
    }

    @Test
    void numbersComeAtTheirEdges() throws SQLException {
        assertThat(only(
                        "a TINYINT(1), b BOOLEAN, c BIT(1), d TINYINT, e SMALLINT UNSIGNED, f MEDIUMINT UNSIGNED,"
                                + " g INT, h INT UNSIGNED, i BIGINT, j BIGINT UNSIGNED, k FLOAT, l DOUBLE,"
                                + " m DECIMAL(18,2), n DECIMAL(38,10), o DECIMAL(65,30), p BIT(5), q YEAR",
                        "0, TRUE, 1, -128, 65535, 16777215, -2147483648, 4294967295, -9223372036854775808,"
                                + " 18446744073709551615, 1.1, 2.5e-300, -9999999999999999.99,"
                                + " -1234567890123456789012345678.0123456789, 1.5, 21, 2155"))
                .containsExactly(
                        false,
                        true,
                        true,
                        -128,
                        65535,
                        16777215,
                        Integer.MIN_VALUE,
                        4294967295L,
                        Long.MIN_VALUE,
                        new BigDecimal("18446744073709551615"),
                        1.1f,
                        2.5e-300,
                        new BigDecimal("-9999999999999999.99"),
                        new BigDecimal("-1234567890123456789012345678.0123456789"),
                        "1.500000000000000000000000000000",
                        21L,
                        2155);
    }

    @Test
    void textsAndBytesAreKeptAsTheyAre() throws SQLException {
        assertThat(only(
                        "a CHAR(5), b VARCHAR(20), c LONGTEXT, d VARCHAR(9) CHARACTER SET latin1, e JSON,"
                                + " f ENUM('x','y'), g SET('p','q'), h BINARY(3), i BLOB, j BIT(64), k UUID, l INET6,"
                                + " m INET4",
                        "'', 'Ольга 王 🌶', 'long', 'é', '{\"a\": 1}', 'y', 'p,q', 'b', x'00ff',"
                                + " 18446744073709551615, '00112233-4455-6677-8899-aabbccddeeff', '::1', '1.2.3.4'"))
                .containsExactly(
                        "",
                        "Ольга 王 🌶",
                        "long",
                        "é",
                        "{\"a\": 1}",
                        "y",
                        "p,q",
                        "620000",
                        "00ff",
                        "ffffffffffffffff",
                        UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
                        "::1",
                        "1.2.3.4");
    }

    @Test
    void datesAndTimesDoNotShift() throws SQLException {
        assertThat(
                        only(
                                "a DATE, b DATE, c DATETIME(6), d TIMESTAMP(6) NULL, e TIME(3), f DATETIME, g DATETIME, h DATETIME",
                                "'1000-01-01', '1582-10-10', '2021-03-14 02:30:00.123456', '2021-03-14 02:30:00.123456',"
                                        + " '-100:30:00.5', '1969-12-31 23:59:59', '9999-12-31 23:59:59', '1582-10-10 00:00:00'"))
                .containsExactly(
                        LocalDate.of(1000, 1, 1),
                        LocalDate.of(1582, 10, 10),
                        LocalDateTime.of(2021, 3, 14, 2, 30, 0, 123_456_000),
                        OffsetDateTime.parse("2021-03-14T02:30:00.123456Z"),
                        "-100:30:00.500000",
                        LocalDateTime.of(1969, 12, 31, 23, 59, 59),
                        LocalDateTime.of(9999, 12, 31, 23, 59, 59),
                        LocalDateTime.of(1582, 10, 10, 0, 0));
    }

    @Test
    void zeroDatesBecomeNullAndAreCountedAsNull() throws SQLException {
        assertThat(only("a DATE, b DATETIME, c TIMESTAMP NULL, d INT", "'0000-00-00', '0000-00-00', '0000-00-00', NULL")
                        .toString())
                .isEqualTo("[null, null, null, null]");
        try (SourceConnection later = TestSource.open(database, DataSourceType.MARIADB)) {
            Schema schema;
            try (RowGroups rows = later.query("SELECT * FROM t WHERE 1 = 0")) {
                schema = rows.schema();
                rows.next(new io.spicerack.table.RowGroup(schema));
            }
            assertThat(TestSource.row(later, later.countsQuery("SELECT * FROM t", schema)))
                    .containsExactly(1L, 0L, 0L, 0L, 0L);
        }
    }

    @Test
    void anImpossibleDateIsRefusedByItsColumn() throws SQLException {
        for (String type : List.of("DATE", "DATETIME")) {
            impossible(type);
        }
    }

    private void impossible(String type) throws SQLException {
        database.execute("DROP TABLE IF EXISTS t");
        assertThatThrownBy(() -> only("born " + type, "'2020-00-15'"))
                .hasMessage(
                        "Column 'born' holds a date whose month or day is 0 or does not exist, which a data set cannot"
                                + " keep. Use CAST(... AS CHAR) in the query.");
    }

    @Test
    void aTinyIntOfOneDigitThatIsNoBooleanIsRefusedByItsColumn() {
        assertThatThrownBy(() -> only("stars TINYINT(1)", "5"))
                .hasMessage("Column 'stars' holds a number other than 0 and 1, though TINYINT(1) is kept as boolean."
                        + " Use CAST(... AS SIGNED) in the query to keep numbers.");
    }

    @Test
    void namesAreFreeButNotEmptyAndNotTwice() {
        assertThat(TestSource.rows(source, "SELECT 1 AS `a ``b`` \"c\" ?`, '?' AS x -- end")
                        .toString())
                .isEqualTo("[{a `b` \"c\" ?=1, x=?}]");
        assertThatThrownBy(() -> source.query("SELECT 1 AS ''"))
                .hasMessage("Column 1 of the query has an empty name. Give it one with AS.");
        assertThatThrownBy(() -> source.query("SELECT 1 AS a, 2 AS a"))
                .hasMessageContaining("column names occur more than once: a; rename them with AS in the query");
    }
}
