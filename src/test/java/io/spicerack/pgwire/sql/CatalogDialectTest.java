package io.spicerack.pgwire.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.query.QueryRefusal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients write of catalogs, in the engine's words, and what is left as it is. */
class CatalogDialectTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT oid FROM pg_catalog.pg_class | SELECT oid FROM pgcat.pg_class",
                "SELECT * FROM pg_class c JOIN pg_namespace n ON true | SELECT * FROM pgcat.pg_class c JOIN pgcat.pg_namespace n ON true",
                "SELECT pg_catalog.format_type(1, 2) | SELECT format_type(1, 2)",
                "SELECT 'spice.x'::pg_catalog.regclass::pg_catalog.oid | SELECT spicerack_regclass('spice.x')::BIGINT",
                "SELECT c.oid::pg_catalog.regclass FROM pg_catalog.pg_class c | SELECT c.oid::VARCHAR FROM pgcat.pg_class c",
                "WHERE relname OPERATOR(pg_catalog.~) '^(x)$' COLLATE pg_catalog.default | WHERE relname  ~  '^(x)$'  ",
                "WHERE a ~~ 'a%' AND a !~~* 'b' AND a ~ lower(b) AND 2 * ~c = b | WHERE a ~~ 'a%' AND a !~~* 'b' AND a ~ lower(b) AND 2 * ~c = b",
                "SELECT CAST('*' AS pg_catalog.text) | SELECT CAST('*' AS text)",
                "SELECT CAST('pg_catalog.pg_class' AS REGCLASS) | SELECT spicerack_regclass('pg_catalog.pg_class' )",
                "SELECT CAST($1::VARCHAR AS pg_catalog.regclass) x | SELECT spicerack_regclass($1::VARCHAR ) x",
                "SELECT CAST(c.oid AS oid), (SELECT 1 AS name) | SELECT CAST(c.oid AS BIGINT), (SELECT 1 AS name)",
                "SELECT * FROM information_schema.tables | SELECT * FROM pginfo.tables",
                "SELECT '{a,NULL,\"b c\"}'::pg_catalog.text[] | SELECT ['a', NULL, 'b c']::text[]",
                "SELECT a[s] FROM pg_catalog.generate_series(0, 1) s, pg_class | SELECT a[s] FROM generate_series(0, 1) s(s), pgcat.pg_class",
                "SELECT 'pg_catalog.pg_class', \"pg_class\".oid -- FROM pg_class | SELECT 'pg_catalog.pg_class', \"pg_class\".oid -- FROM pg_class",
                "SELECT ssn FROM spice.patients WHERE id = 1 | SELECT ssn FROM spice.patients WHERE id = 1",
            })
    void namesOfCatalogsAreSaidInTheEnginesWords(String sql, String plain) throws QueryRefusal {
        assertThat(CatalogDialect.plain(sql).strip()).isEqualTo(plain.strip());
    }

    /** The engine's operators want all of the text to match. */
    @Test
    void aPatternIsFoundAnywhereInAText() throws QueryRefusal {
        assertThat(CatalogDialect.plain("WHERE nspname !~ '^pg_' AND x"))
                .isEqualTo("WHERE nspname  !~ ('(?s:.*?)(?:' || '^pg_' || ')(?s:.*)') AND x");
        for (String more : List.of(
                "WHERE a ~ CASE WHEN b THEN 'p' END",
                "WHERE a ~ text 'p'",
                "WHERE a ~ ps[1]",
                "WHERE a ~ $1[1]",
                "WHERE a ~ ANY (ps)",
                "WHERE a ~ ARRAY['p']",
                "WHERE a IS ~b")) {
            assertThat(CatalogDialect.plain(more))
                    .as("what is more than a column is left as it is")
                    .isEqualTo(more);
        }
        assertThat(CatalogDialect.plain("WHERE a ~* $1 OR a !~* b"))
                .isEqualTo("WHERE a  ~ ('(?i)(?s:.*?)(?:' || $1 || ')(?s:.*)') OR"
                        + " a  !~ ('(?i)(?s:.*?)(?:' || b || ')(?s:.*)')");
        assertThat(CatalogDialect.plain("WHERE a ~ '^(a)|(b)$'"))
                .isEqualTo("WHERE a  ~ ('(?s:.*?)(?:' || '^(a)|(b)$' || ')(?s:.*)')");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "count_star() | count",
                "\"version\"() | version",
                "current_database() | current_database",
                "sum(amount) | sum",
                "CAST(sum(amount) AS DECIMAL(38,2)) | sum",
                "CAST('1' AS INTEGER) | integer",
                "(a + b) | ?column?",
                "1 | ?column?",
                "'x' | ?column?",
                "NULL | ?column?",
                "CAST(c.oid AS VARCHAR) | oid",
                "c.oid | c.oid",
                "CASE  WHEN (a) THEN (1) END | case",
                "first_name | first_name",
                "SUM(amount) of mine | SUM(amount) of mine",
            })
    void columnsWithoutANameAreCalledAsPostgresCallsThem(String duckDb, String postgres) {
        assertThat(ColumnNames.of(duckDb, Set.of())).isEqualTo(postgres);
    }

    @Test
    void aNameThatSomebodyHasGivenStays() throws QueryRefusal {
        Set<String> quoted = ColumnNames.quotedIn("SELECT sum(x) AS \"SUM(x)\" FROM t");
        assertThat(ColumnNames.of("SUM(x)", quoted)).isEqualTo("SUM(x)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT 1; SELECT 2; | 2",
                "SELECT ';' -- ; | 1",
                "SELECT $$;$$, $a$;$a$, \";\", E'\\';' /* ; /* ; */ ; */ | 1",
                "SELECT $1; ; BEGIN | 2",
                " ; -- nothing | 0",
            })
    void aScriptIsCutWhereItsStatementsEnd(String script, int statements) throws QueryRefusal {
        assertThat(SqlText.split(script)).hasSize(statements);
    }
}
