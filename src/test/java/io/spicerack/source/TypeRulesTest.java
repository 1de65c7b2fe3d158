package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@WithServers
class TypeRulesTest {
    private static final TypeRules STRICT = new TypeRules(TypeRules.WideNumeric.REFUSE, TypeRules.ZeroDate.REFUSE);

    private static SourceConnection strict(TestDatabase database, DataSourceType type) {
        SourceConfig config = TestSource.config(database, type);
        return TestSource.open(
                new SourceConfig(
                        config.type(),
                        config.host(),
                        config.port(),
                        config.database(),
                        config.ssl(),
                        config.timeouts(),
                        STRICT),
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
                                + " NULLIF(..., 0) in the query, or set spicerack.source.zero-date=null.");
            }
        }
    }

    private static void createZeroDates(TestDatabase database) throws SQLException {
        database.execute(
                "SET sql_mode = ''",
                "CREATE TABLE t (day DATE, moment DATETIME, instant TIMESTAMP NULL)",
                "INSERT INTO t VALUES ('0000-00-00', '0000-00-00', '0000-00-00')");
    }
}
