package io.spicerack.extract;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.extract.TypeCase.Edge;
import io.spicerack.extract.TypeCase.Way;
import io.spicerack.local.database.TestDatabase;
import io.spicerack.local.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** Tables of random names, types and values: what is read back from the sealed file is what the source holds. */
class RandomTableTest {
    private static final TestDatabase POSTGRES = TestDatabases.postgres().newDatabase();
    private static final TestDatabase MARIADB = TestDatabases.mariaDb().newDatabase();

    static {
        try {
            PostgresTypeTableTest.createTypes(POSTGRES);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void aTableOfPostgresComesBackAsItIs(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        RandomColumns table =
                RandomColumns.of(random, PostgresTypeTableTest.types().toList(), new RandomValues(random, true)::of);
        create(POSTGRES, table, Dialect.POSTGRES);
        compare(POSTGRES, DataSourceType.POSTGRESQL, table);
    }

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void aTableOfMariaDbComesBackAsItIs(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        RandomColumns table =
                RandomColumns.of(random, MySqlTypeTableTest.types().toList(), new RandomValues(random, false)::of);
        create(MARIADB, table, Dialect.MYSQL);
        compare(MARIADB, DataSourceType.MARIADB, table);
    }

    private static void compare(TestDatabase database, DataSourceType type, RandomColumns table) throws Exception {
        List<Way> ways = table.rows().isEmpty() ? List.of(Way.EXTRACTED) : Arrays.asList(Way.values());
        for (Way way : ways) {
            try (SourceConnection source = TestSource.open(database, type)) {
                List<List<@Nullable String>> read = TypeCase.readRows(way, source, "SELECT * FROM t ORDER BY 1");
                assertThat(read.stream().map(row -> row.subList(1, row.size())))
                        .as(way + ": " + table.names() + " " + table.types())
                        .isEqualTo(table.expected());
            }
        }
    }

    private static void create(TestDatabase database, RandomColumns table, Dialect dialect) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < table.names().size(); i++) {
            String type = table.types().get(i).type();
            columns.add(dialect.identifier(table.names().get(i)) + " " + type + (type.endsWith("NULL") ? "" : " NULL"));
        }
        List<String> statements = new ArrayList<>(List.of("DROP TABLE IF EXISTS t"));
        if (dialect == Dialect.MYSQL) {
            statements.add("SET sql_mode = '', time_zone = '+00:00'");
        }
        statements.add("CREATE TABLE t (n INT, " + String.join(", ", columns) + ")");
        int number = 0;
        for (List<@Nullable Edge> row : table.rows()) {
            List<String> cells = new ArrayList<>(List.of(String.valueOf(number++)));
            for (int i = 0; i < row.size(); i++) {
                cells.add(literal(row.get(i), table.types().get(i), dialect));
            }
            statements.add("INSERT INTO t VALUES (" + String.join(", ", cells) + ")");
        }
        database.execute(statements.toArray(String[]::new));
    }

    private static String literal(@Nullable Edge cell, TypeCase type, Dialect dialect) {
        if (cell == null) {
            return "NULL";
        }
        return dialect == Dialect.MYSQL
                ? cell.literal()
                : "'" + cell.literal().replace("'", "''") + "'::" + type.type();
    }
}
