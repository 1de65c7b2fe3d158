package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.core.WithCore;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries as they stand in a route's body, on both kinds of database. */
@TestInstance(Lifecycle.PER_CLASS)
@WithServers
@WithCore
class QueriesTest {
    private static final String AS_WRITTEN =
            """
            SELECT 'a -- b' AS a, -- a comment, "quoted" and 'quoted'
                   '100% & more ? #1 + 1' AS b,
                   'it''s "x"' AS c, /* { } */
                   '${body} $simple{body} RAW(x)' AS d,
                   'a  b: c' AS e
            WHERE 1 = 1 -- the end""";

    private final PipelineFixture fixture;

    QueriesTest(PipelineFixture fixture) {
        this.fixture = fixture.property("who", "'a property'")
                .property("spicerack.routes.placeholders", "who,nobody")
                .postgres("pg", TestDatabases.postgres().newDatabase())
                .dataSource(
                        "maria", DataSourceType.MYSQL, TestDatabases.mariaDb().newDatabase());
        String[] failing = {"syntax", "table", "twice", "types"};
        fixture.routes()
                .shared()
                .query("pg-as-written", "pg", AS_WRITTEN)
                .query("maria-as-written", "maria", AS_WRITTEN)
                .query(
                        "placeholder",
                        "pg",
                        "SELECT {{who}} AS a, {{nobody:'a default'}} AS b, '{' || '{x}' || '}' AS c");
        for (String id : failing) {
            fixture.routes().query("pg-" + id, "pg", "SELECT 1 AS id").query("maria-" + id, "maria", "SELECT 1 AS id");
        }
        fixture.start();
        for (String id : failing) {
            fixture.probe().published("pg-" + id);
            fixture.probe().published("maria-" + id);
        }
        fixture.routes()
                .query("pg-syntax", "pg", "SELECT FROM WHERE")
                .query("pg-table", "pg", "SELECT id FROM nobody")
                .query("pg-twice", "pg", "SELECT 1 AS id, 2 AS id")
                .query("pg-types", "pg", "SELECT pg_sleep(0) AS nothing")
                .query("maria-syntax", "maria", "SELEKT 1 AS id")
                .query("maria-table", "maria", "SELECT id FROM nobody")
                .query("maria-twice", "maria", "SELECT 1 AS id, 2 AS id")
                .query("maria-types", "maria", "SELECT 1 AS id; SELECT 2 AS id");
        fixture.restart();
    }

    @ParameterizedTest
    @CsvSource({"pg", "maria"})
    void theDatabaseGetsTheQueryAsItIsWritten(String source) {
        fixture.probe().published(source + "-as-written");
        assertThat(fixture.probe().rows(source + "-as-written"))
                .containsExactly(List.of(
                        "a -- b", "100% & more ? #1 + 1", "it's \"x\"", "${body} $simple{body} RAW(x)", "a  b: c"));
    }

    @Test
    void doubleBracesArePlaceholders() {
        fixture.probe().published("placeholder");
        assertThat(fixture.probe().rows("placeholder")).containsExactly(List.of("a property", "a default", "{{x}}"));
    }

    @Test
    void aPlaceholderThatNobodySetsIsRefusedWithItsFile(@TempDir Path other) {
        try (PipelineFixture broken = PipelineFixture.open(other)) {
            broken.routes().shared().query("lost", "pg", "SELECT '{{no.such.thing}}' AS a");
            broken.start();
            assertThat(broken.spice().ingestions().routeFiles().all())
                    .singleElement()
                    .satisfies(line -> assertThat(line.why()).contains("placeholder {{no.such.thing}} is none of"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            pg-syntax    | SQL_EXCEPTION                | Correct the query
            pg-table     | SQL_TABLE_NOT_FOUND          | Correct the table's name
            pg-twice     | DUPLICATE_COLUMN_NAMES_FOUND | id
            pg-types     | SQL_SCHEMA_MISMATCH_ERROR    | Leave it out of the query
            maria-syntax | SQL_EXCEPTION                | Correct the query
            maria-table  | SQL_TABLE_NOT_FOUND          | Correct the table's name
            maria-twice  | DUPLICATE_COLUMN_NAMES_FOUND | id
            maria-types  | SQL_EXCEPTION                | several statements
            """)
    void aQueryThatCannotRunIsNamedAndTheVersionBeforeServes(String dataSet, IngestionErrorType type, String words) {
        fixture.probe().fails(dataSet, type, words);
    }
}
