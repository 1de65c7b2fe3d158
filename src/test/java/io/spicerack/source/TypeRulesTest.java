package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@WithServers
class TypeRulesTest {
    private static final TypeRules STRICT = new TypeRules(TypeRules.WideNumeric.REFUSE, TypeRules.ZeroDate.REFUSE);

    private static SourceConnection strict(TestDatabase database, DataSourceType type) {
        return under(STRICT, database, type);
    }

    private static SourceConnection under(TypeRules rules, TestDatabase database, DataSourceType type) {
        SourceConfig config = TestSource.config(database, type);
        return TestSource.open(
                new SourceConfig(
                        config.type(),
                        config.host(),
                        config.port(),
                        config.database(),
                        config.ssl(),
                        config.timeouts(),
                        rules),
                database.credentials());
    }

    @ParameterizedTest
    @EnumSource(TypeCase.Way.class)
    void aWideNumberIsRefusedBeforeTheFirstRowWhereThatIsChosen(TypeCase.Way way) {
        TestDatabase postgres = TestDatabases.postgres().newDatabase();
        TestDatabase mariaDb = TestDatabases.mariaDb().newDatabase();
        try (SourceConnection one = strict(postgres, DataSourceType.POSTGRESQL);
                SourceConnection other = strict(mariaDb, DataSourceType.MARIADB)) {
            assertThat(Stream.of(one, other)).allSatisfy(source -> assertThatThrownBy(
                            () -> TypeCase.read(way, source, "SELECT CAST(1 AS DECIMAL(39,1)) AS v"))
                    .hasMessage("Column 'v' has type numeric of more than 38 digits or of no fixed precision,"
                            + " which a data set cannot keep. Cast it to numeric(p, s) with at most 38 digits,"
                            + " or to text, in the query, or set spicerack.source.wide-numeric=text."));
        }
    }

    @ParameterizedTest
    @EnumSource(TypeCase.Way.class)
    void aZeroDateIsNullOrIsRefusedAsChosen(TypeCase.Way way) throws Exception {
        TestDatabase database = TestDatabases.mariaDb().newDatabase();
        createZeroDates(database);
        try (SourceConnection source = TestSource.open(database, DataSourceType.MARIADB)) {
            assertThat(TypeCase.read(way, source, "SELECT day AS v FROM t")).containsExactly((String) null);
        }
        for (String column : new String[] {"day", "moment", "instant"}) {
            try (SourceConnection source = strict(database, DataSourceType.MARIADB)) {
                assertThatThrownBy(() -> TypeCase.read(way, source, "SELECT " + column + " AS v FROM t"))
                        .hasMessage("Column 'v' holds the zero date 0000-00-00, which a data set cannot keep. Use"
                                + " NULLIF(..., 0) in the query, or set spicerack.source.zero-date=null."
                                + (way == TypeCase.Way.JDBC ? "" : " It is in row 1."));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TypeCase.Way.class)
    void aWideNumberIsADecimalWhereThatIsChosenAndEachFits(TypeCase.Way way) throws Exception {
        TypeRules rules = new TypeRules(TypeRules.WideNumeric.parse("decimal(38,2)"), TypeRules.ZeroDate.NULL);
        for (DataSourceType type : List.of(DataSourceType.POSTGRESQL, DataSourceType.MARIADB)) {
            TestDatabase database = type == DataSourceType.MARIADB
                    ? TestDatabases.mariaDb().newDatabase()
                    : TestDatabases.postgres().newDatabase();
            try (SourceConnection source = under(rules, database, type)) {
                assertThat(TypeCase.read(way, source, "SELECT CAST(-12.5 AS DECIMAL(40,4)) AS v"))
                        .containsExactly("-12.50");
            }
            for (String unfit : List.of("12.345", "123456789012345678901234567890123456789")) {
                try (SourceConnection source = under(rules, database, type)) {
                    assertThatThrownBy(() ->
                                    TypeCase.read(way, source, "SELECT CAST(" + unfit + " AS DECIMAL(50,4)) AS v"))
                            .hasMessageStartingWith("Column 'v' holds a number")
                            .hasMessageNotContaining(unfit);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TypeCase.Way.class)
    void aTinyIntOfOneDigitIsANumberWhereThatIsChosen(TypeCase.Way way) throws Exception {
        TypeRules rules =
                new TypeRules(TypeRules.WideNumeric.TEXT, TypeRules.ZeroDate.NULL, TypeRules.TinyIntOne.INTEGER);
        TestDatabase database = TestDatabases.mariaDb().newDatabase();
        database.execute("CREATE TABLE t (v TINYINT(1))", "INSERT INTO t VALUES (7), (-1), (NULL)");
        try (SourceConnection source = under(rules, database, DataSourceType.MARIADB)) {
            assertThat(TypeCase.read(way, source, "SELECT v FROM t")).containsExactly("7", "-1", null);
        }
    }

    @Test
    void whatDoesNotFitIsRefusedWithItsRow() throws SQLException {
        TestDatabase database = TestDatabases.mariaDb().newDatabase();
        database.execute("CREATE TABLE t (v TINYINT(1))", "INSERT INTO t VALUES (1), (0), (7)");
        try (SourceConnection source = TestSource.open(database, DataSourceType.MARIADB)) {
            assertThatThrownBy(() -> TestSource.rows(source, "SELECT v FROM t"))
                    .hasMessage(
                            "Column 'v' holds a number other than 0 and 1, though TINYINT(1) is kept as boolean. Use"
                                    + " CAST(... AS SIGNED) in the query to keep numbers, or set TinyIntOne: integer for the"
                                    + " data source. It is in row 3.");
        }
    }

    private static void createZeroDates(TestDatabase database) throws SQLException {
        database.execute(
                "SET sql_mode = ''",
                "CREATE TABLE t (day DATE, moment DATETIME, instant TIMESTAMP NULL)",
                "INSERT INTO t VALUES ('0000-00-00', '0000-00-00', '0000-00-00')");
    }
}
