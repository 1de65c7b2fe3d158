package io.spicerack.source;

import io.spicerack.core.sources.Databases;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.model.DataSourceType;
import io.spicerack.source.TypeCase.Edge;
import io.spicerack.source.mysql.MySqlTypeTableTest;
import io.spicerack.source.postgres.PostgresTypeTableTest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table by chance: its columns' names and types, and its cells, edges of their types or any value. Immutable. */
public record RandomColumns(
        DataSourceType kind, List<String> names, List<TypeCase> types, List<List<@Nullable Edge>> rows) {
    private static final List<String> NAMES = List.of(
            "select", "from", "group", "order", "user", "table", "a b", "a\"b", "a`b", "Ж王", "ß", "1", "%s", "x'y", "A",
            "b");
    private static final int MOST_ROWS = 40;

    public static RandomColumns of(Random random, DataSourceType type) {
        boolean postgres = type == DataSourceType.POSTGRESQL;
        RandomValues any = new RandomValues(random, postgres);
        return postgres
                ? of(random, type, PostgresTypeTableTest.types().toList(), any)
                : of(random, type, MySqlTypeTableTest.served().toList(), any);
    }

    private static RandomColumns of(Random random, DataSourceType kind, List<TypeCase> known, RandomValues any) {
        List<TypeCase> types = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        int width = 1 + random.nextInt(8);
        while (names.size() < width) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            names.add(random.nextInt(3) == 0 ? name + names.size() : name);
        }
        for (int column = 0; column < width; column++) {
            types.add(known.get(random.nextInt(known.size())));
        }
        List<List<@Nullable Edge>> rows = new ArrayList<>();
        int count = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(MOST_ROWS);
        for (int row = 0; row < count; row++) {
            List<@Nullable Edge> cells = new ArrayList<>();
            types.forEach(type -> cells.add(cell(random, type, any)));
            rows.add(cells);
        }
        return new RandomColumns(kind, List.copyOf(names), List.copyOf(types), rows);
    }

    private static @Nullable Edge cell(Random random, TypeCase type, RandomValues any) {
        if (random.nextInt(5) == 0) {
            return null;
        }
        Edge free = random.nextBoolean() ? any.of(type) : null;
        return free == null ? type.kept().get(random.nextInt(type.kept().size())) : free;
    }

    /** The canonical texts that must come back, row by row. */
    List<List<@Nullable String>> expected() {
        List<List<@Nullable String>> texts = new ArrayList<>();
        for (List<@Nullable Edge> row : rows) {
            List<@Nullable String> line = new ArrayList<>();
            row.forEach(cell -> line.add(cell == null ? null : cell.text()));
            texts.add(line);
        }
        return texts;
    }

    /** Makes it the table {@code t}, a column {@code n} with the rows' numbers first. */
    public void create(TestDatabase database) throws SQLException {
        Dialect dialect = Databases.SERVED.of(kind).dialect();
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String type = types.get(i).type();
            columns.add(dialect.identifier(names.get(i)) + " " + type + (type.endsWith("NULL") ? "" : " NULL"));
        }
        List<String> statements = new ArrayList<>(List.of("DROP TABLE IF EXISTS t"));
        if (kind == DataSourceType.POSTGRESQL) {
            statements.addAll(PostgresTypeTableTest.TYPES);
        } else {
            statements.add("SET sql_mode = '', time_zone = '+00:00'");
        }
        statements.add("CREATE TABLE t (n INT, " + String.join(", ", columns) + ")");
        int number = 0;
        for (List<@Nullable Edge> row : rows) {
            List<String> cells = new ArrayList<>(List.of(String.valueOf(number++)));
            for (int i = 0; i < row.size(); i++) {
                cells.add(literal(row.get(i), types.get(i)));
            }
            statements.add("INSERT INTO t VALUES (" + String.join(", ", cells) + ")");
        }
        database.execute(statements.toArray(String[]::new));
    }

    private String literal(@Nullable Edge cell, TypeCase type) {
        if (cell == null) {
            return "NULL";
        }
        return kind == DataSourceType.POSTGRESQL
                ? "'" + cell.literal().replace("'", "''") + "'::" + type.type()
                : cell.literal();
    }
}
