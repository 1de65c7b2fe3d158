package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.source.mysql.MySqlType;
import io.spicerack.source.postgres.PostgresType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTextTest {
    private static final Dialect POSTGRES = new PostgresType().dialect();
    private static final Dialect MYSQL = new MySqlType().dialect();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ';)' AS a",
                "SELECT \";)\" AS a",
                "SELECT 'it''s;(' AS a",
                "SELECT E'it\\'s;(' AS a",
                "SELECT 'C:\\' AS a, ';'",
                "SELECT $$;'($$ AS a",
                "SELECT $tag$;$$($tag$ AS a",
                "SELECT a$b$c FROM (SELECT 1 AS a$b$c) q",
                "SELECT 1 /* ; /* ( */ ' */ + 1",
                "SELECT 1 -- ; ( '\n + 1",
                "WITH a AS (SELECT 1) SELECT * FROM a"
            })
    void oneStatementOfPostgresIsLeftAsItIs(String sql) {
        assertThat(QueryText.single(sql, POSTGRES)).isEqualTo(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'it\\'s;(' AS a",
                "SELECT \"it\\\"s;(\" AS a",
                "SELECT 1 AS `;('`",
                "SELECT 1 # ; ( '\n + 1",
                "SELECT 5--(1)",
                "SELECT 1 /* ; /* ( */ + 1"
            })
    void oneStatementOfMySqlIsLeftAsItIs(String sql) {
        assertThat(QueryText.single(sql, MYSQL)).isEqualTo(sql);
    }

    @Test
    void theSemicolonAtTheEndIsTakenOff() {
        assertThat(QueryText.single(" SELECT 1 ;\n-- done; really\n", POSTGRES))
                .isEqualTo("SELECT 1  \n-- done; really");
    }

    /** PostgreSQL's comment ends there, and what follows would be statements of its own. */
    @Test
    void aCarriageReturnAloneIsNotTakenForPartOfAComment() {
        String attack = "SELECT 1 AS a --\r) AS q; COMMIT; BEGIN READ WRITE; DELETE FROM t; SELECT * FROM (SELECT 1";
        for (Dialect dialect : List.of(POSTGRES, MYSQL)) {
            assertThatThrownBy(() -> QueryText.single(attack, dialect))
                    .hasMessageStartingWith("The query has a comment with a carriage return in it");
            assertThat(QueryText.single("SELECT 1 -- ; ' (\r\n + 1", dialect)).isEqualTo("SELECT 1 -- ; ' (\r\n + 1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1; SELECT 2",
                "SELECT 1;;",
                "SELECT 1) TO STDOUT; DROP TABLE t; COPY (SELECT 1",
                "SELECT (1",
                "",
                " -- nothing\n;",
                "SELECT 'open",
                "SELECT 1 /* open",
                "SELECT $a$ open $b$",
                "SELECT '\0'"
            })
    void anythingElseIsRefusedWithTheWayOut(String sql) {
        assertThatThrownBy(() -> QueryText.single(sql, POSTGRES))
                .hasMessageMatching("The query .*\\. (Give|Close|Remove) .*\\.");
    }
}
