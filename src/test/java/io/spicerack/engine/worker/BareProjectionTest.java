package io.spicerack.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.engine.pipe.Definition;
import io.spicerack.engine.pipe.TableDefinition;
import io.spicerack.query.QueryRefusal;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.Schema;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which statements want columns as they are, and nothing computed: of whatever else DuckDB is asked. */
@TakesLong
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BareProjectionTest {
    private static final Schema VISITS = new Schema(List.of(
            new Column("id", new ColumnType.Int(64)),
            new Column("Name", new ColumnType.Text()),
            new Column("born", new ColumnType.Date())));

    private final Database database = open();

    private static Database open() {
        try {
            return Database.alone(new EngineShare(1, 64L << 20));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    void close() {
        database.close();
    }

    private Optional<BareProjection> found(String sql) throws QueryRefusal {
        Definition definition = new Definition(
                "amira",
                List.of(
                        new TableDefinition("visits", "", OptionalLong.of(3), true, VISITS),
                        new TableDefinition("others", "", OptionalLong.of(3), false, VISITS)),
                List.of());
        return BareProjection.of(StatementTree.of(database.connection(), sql), definition);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM visits|0,1,2",
                "TABLE visits|0,1,2",
                "select v.* from spice.VISITS v|0,1,2",
                "SELECT name FROM visits|1",
                "SELECT born, visits.ID AS key FROM visits|2,0"
            })
    void columnsAsTheyAre(String sql, String places) throws QueryRefusal {
        assertThat(found(sql)).map(BareProjection::table).contains("visits");
        assertThat(found(sql))
                .map(BareProjection::columns)
                .contains(List.of(places.split(",")).stream()
                        .map(Integer::valueOf)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id + 1 FROM visits",
                "SELECT 1 FROM visits",
                "SELECT count(*) FROM visits",
                "SELECT DISTINCT id FROM visits",
                "SELECT id, id FROM visits",
                "SELECT *, id FROM visits",
                "SELECT absent FROM visits",
                "SELECT other.id FROM visits other, visits",
                "SELECT visits.id FROM visits v",
                "SELECT * FROM visits WHERE id > 1",
                "SELECT * FROM visits ORDER BY id",
                "SELECT * FROM visits LIMIT 1",
                "SELECT * FROM visits OFFSET 1",
                "SELECT * FROM visits TABLESAMPLE 10%",
                "SELECT * FROM visits USING SAMPLE 1",
                "SELECT * FROM visits QUALIFY true",
                "SELECT * FROM visits GROUP BY ALL",
                "SELECT id FROM visits GROUP BY id",
                "SELECT id FROM visits HAVING true",
                "SELECT * EXCLUDE (id) FROM visits",
                "SELECT * REPLACE (1 AS id) FROM visits",
                "SELECT * RENAME (id AS key) FROM visits",
                "SELECT COLUMNS('i.*') FROM visits",
                "SELECT b FROM visits AS v(a, b, c)",
                "SELECT * FROM visits v, visits w",
                "SELECT * FROM visits JOIN others USING (id)",
                "SELECT * FROM (SELECT * FROM visits)",
                "WITH v AS (SELECT 1) SELECT * FROM visits",
                "SELECT * FROM visits UNION ALL SELECT * FROM visits",
                "SELECT * FROM others",
                "VALUES (1)",
                "SELECT $1 FROM visits",
                "EXPLAIN SELECT * FROM visits",
                "EXPLAIN ANALYZE SELECT * FROM visits"
            })
    void whateverElseIsComputed(String sql) throws QueryRefusal {
        assertThat(found(sql)).isEmpty();
    }

    @Test
    void columnsOfTheSameNameAreNotToldApart() throws QueryRefusal {
        Definition definition = new Definition(
                "amira",
                List.of(new TableDefinition(
                        "visits",
                        "",
                        OptionalLong.of(3),
                        true,
                        new Schema(List.of(
                                new Column("id", new ColumnType.Int(64)), new Column("ID", new ColumnType.Int(64)))))),
                List.of());
        assertThat(BareProjection.of(StatementTree.of(database.connection(), "SELECT id FROM visits"), definition))
                .isEmpty();
    }
}
