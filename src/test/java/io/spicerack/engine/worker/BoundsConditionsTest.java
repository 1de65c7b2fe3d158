package io.spicerack.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.engine.pipe.Definition;
import io.spicerack.engine.pipe.TableDefinition;
import io.spicerack.query.QueryRefusal;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.Schema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a statement may be asked of the bounds of row groups, and what may not: that would lose rows. */
@TakesLong
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoundsConditionsTest {
    private static final Schema VISITS = new Schema(List.of(
            new Column("id", new ColumnType.Int(64)),
            new Column("name", new ColumnType.Text()),
            new Column("born", new ColumnType.Date()),
            new Column("seen", new ColumnType.Timestamp(false)),
            new Column("sent", new ColumnType.Timestamp(true)),
            new Column("fee", new ColumnType.Decimal(9, 2)),
            new Column("heat", new ColumnType.Floating(64)),
            new Column("tag", new ColumnType.Uuid())));

    private final Database database = open();

    private static Database open() {
        try {
            return Database.alone(new EngineShare(1, 64L << 20));
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    void close() {
        database.close();
    }

    private Map<String, BoundsCondition> found(String sql, OptionalLong rows) throws QueryRefusal {
        Definition definition = new Definition(
                "amira",
                List.of(
                        new TableDefinition("visits", "", rows, true, VISITS),
                        new TableDefinition(
                                "wards",
                                "",
                                OptionalLong.of(3),
                                true,
                                new Schema(List.of(new Column("ward", new ColumnType.Int(64)))))),
                List.of());
        return BoundsConditions.of(
                StatementTree.of(database.connection(), sql), definition, new ExpressionText(database.connection()));
    }

    private String condition(String sql) throws QueryRefusal {
        BoundsCondition condition = found(sql, OptionalLong.of(10)).get("visits");
        return condition == null ? "none" : condition.sql();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            id = 7                          | (("least id" <= 7) AND ("most id" >= 7))
            7 > id                          | ("least id" < 7)
            id >= 7 AND upper(name) = 'X'   | ("most id" >= 7)
            id BETWEEN 1 AND 2.5            | (("most id" >= 1) AND ("least id" <= 2.5))
            id IN (1, 5)                    | ((("least id" <= 1) AND ("most id" >= 1)) OR (("least id" <= 5) AND ("most id" >= 5)))
            id < 3 OR fee > 9.5             | (("least id" < 3) OR ("most fee" > 9.5))
            "ID" < 3                        | ("least id" < 3)
            v.id < 3                        | ("least id" < 3)
            name < 'm'                      | ("least name" < 'm')
            born > '1990-01-01'             | ("most born" > '1990-01-01')
            born > DATE '1990-01-01'        | ("most born" > CAST('1990-01-01' AS DATE))
            sent > TIMESTAMPTZ '1990-01-01' | ("most sent" > CAST('1990-01-01' AS TIMESTAMP WITH TIME ZONE))
            """)
    void whatComparesAColumnWithAConstantIsAskedOfItsBounds(String where, String bounds) throws Exception {
        assertThat(condition("SELECT * FROM visits v WHERE " + where)).isEqualTo(bounds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // another order than the column's
                "name = 7",
                "id = '7'",
                "name = 'a' COLLATE NOCASE",
                "name COLLATE NOCASE < 'm'",
                "lower(name) = 'a'",
                "id = 7.5e0",
                "id = CAST('7' AS VARCHAR)",
                "born > TIMESTAMPTZ '1990-01-01'",
                "heat > 3",
                "tag > '00000000-0000-0000-0000-000000000000'",
                "abs(id) = 7",
                "-id = 7",
                // says nothing of a least and a most value
                "id <> 7",
                "NOT (id = 7)",
                "id IS NULL",
                "id IS DISTINCT FROM 7",
                "id NOT IN (1, 2)",
                "id NOT BETWEEN 1 AND 2",
                "name LIKE 'a%'",
                "id = NULL",
                "id IN (1, NULL)",
                "id IN (1, '2')",
                "id < 3 OR name LIKE 'a%'",
                "id < 3 OR true",
                "(id < 3) IS NOT TRUE",
                "CASE WHEN id < 3 THEN true ELSE true END",
                // what may change from row to row, or take long
                "id < random()",
                "id < (SELECT 3)",
                "id < length(repeat('x', 1000000000))",
                "id = TRY_CAST('7' AS BIGINT)",
                // another table's
                "x.id < 3"
            })
    void whatBoundsDoNotTellIsNotAsked(String where) throws Exception {
        assertThat(condition("SELECT * FROM visits v, (SELECT 1 AS id) x WHERE " + where.replace(" id", " v.id")))
                .isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM visits",
                "SELECT * FROM visits v LEFT JOIN wards w ON v.id = w.ward AND v.id < 3",
                "SELECT * FROM visits v FULL JOIN wards w ON v.id = w.ward WHERE v.id < 3",
                "SELECT * FROM visits v JOIN wards w USING (id) WHERE id < 3",
                "SELECT * FROM visits v NATURAL JOIN wards w WHERE id < 3",
                "SELECT * FROM visits v POSITIONAL JOIN wards w WHERE id < 3",
                "SELECT * FROM visits v ASOF JOIN wards w ON v.id >= w.ward WHERE v.id < 3",
                "SELECT * FROM wards w ANTI JOIN visits v ON v.id = w.ward WHERE v.id < 3",
                "SELECT * FROM visits TABLESAMPLE 10% WHERE id < 3",
                "SELECT * FROM visits WHERE id < 3 USING SAMPLE 5",
                "SELECT * FROM visits v (a, id) WHERE id < 3",
                "SELECT * FROM visits WHERE id < 3 UNION ALL SELECT * FROM visits",
                "SELECT (SELECT max(id) FROM visits) FROM visits WHERE id < 3",
                "WITH visits AS (SELECT * FROM visits) SELECT * FROM visits WHERE id < 3",
                "SELECT max(id) FROM visits HAVING max(id) < 3",
                "SELECT max(id) FILTER (WHERE id < 3) FROM visits",
                "SELECT row_number() OVER (ORDER BY id) FROM visits QUALIFY id < 3",
                "SELECT * FROM (SELECT * FROM visits LIMIT 5) WHERE id < 3",
                "SELECT * FROM visits PIVOT (sum(fee) FOR name IN ('a', 'b')) WHERE id < 3"
            })
    void whatLetsOtherRowsThroughIsNotAsked(String sql) throws Exception {
        assertThat(condition(sql)).isEqualTo("none");
    }

    @Test
    void eachPlaceThatNamesATableIsAlternative() throws Exception {
        assertThat(condition("SELECT * FROM visits WHERE id < 3 UNION SELECT * FROM visits WHERE id > $2"))
                .isEqualTo("((\"least id\" < 3) OR (\"most id\" > $1))");
        assertThat(condition(
                        "SELECT * FROM wards WHERE EXISTS (SELECT 1 FROM spice.visits WHERE id < 3 AND ward = id)"))
                .isEqualTo("(\"least id\" < 3)");
        assertThat(condition("SELECT * FROM wards JOIN visits v ON v.id = ward AND v.id < 3, (SELECT 4) x"))
                .isEqualTo("(\"least id\" < 3)");
    }

    /** A name of SELECT stands behind the table's own. */
    @Test
    void aNameThatSelectGivesIsNotTakenForTheColumn() throws Exception {
        assertThat(condition("SELECT -id AS minus, -id AS ward FROM visits WHERE minus < 3 AND ward < 3"))
                .isEqualTo("none");
    }

    @Test
    void parametersAreGivenInTheirOwnOrder() throws Exception {
        BoundsCondition condition =
                Objects.requireNonNull(found("SELECT $1 FROM visits WHERE fee > $3 AND id = $2", OptionalLong.of(10))
                        .get("visits"));
        assertThat(condition.sql())
                .isEqualTo("((\"most fee\" > $1) AND ((\"least id\" <= $2) AND (\"most id\" >= $3)))");
        assertThat(condition.parameters())
                .extracting(BoundsCondition.Parameter::number)
                .containsExactly(3, 2, 2);
        assertThat(condition.bounds().columns().stream().map(Column::name))
                .containsExactly("place", "least id", "most id", "least fee", "most fee");
        assertThat(found("SELECT * FROM visits WHERE id = $who", OptionalLong.of(10)))
                .isEmpty();
    }

    /** How long it takes would tell between which values the rows are that are kept back. */
    @Test
    void nothingIsAskedWhereRowsAreKeptBack() throws Exception {
        assertThat(found("SELECT * FROM visits WHERE id = 7", OptionalLong.empty()))
                .isEmpty();
    }
}
