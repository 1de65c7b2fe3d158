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
import java.util.Optional;
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
        RandomTypes free = new RandomTypes(random, kind == DataSourceType.POSTGRESQL);
        List<TypeCase> types = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        int width = 1 + random.nextInt(8);
        while (names.size() < width) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            names.add(random.nextInt(3) == 0 ? name + names.size() : name);
        }
        for (int column = 0; column < width; column++) {
            types.add(random.nextInt(3) == 0 ? free.any() : known.get(random.nextInt(known.size())));
        }
        List<Nulls> nulls = types.stream()
                .map(type -> Nulls.values()[random.nextInt(Nulls.values().length)])
                .toList();
        List<List<@Nullable Edge>> rows = new ArrayList<>();
        int count = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(MOST_ROWS);
        for (int row = 0; row < count; row++) {
            List<@Nullable Edge> cells = new ArrayList<>();
            for (int column = 0; column < width; column++) {
                cells.add(nulls.get(column).at(row, count, random) ? null : cell(random, types.get(column), any));
            }
            rows.add(cells);
        }
        return new RandomColumns(kind, List.copyOf(names), List.copyOf(types), rows);
    }

    private static Edge cell(Random random, TypeCase type, RandomValues any) {
        Edge free = type.kept().isEmpty() || random.nextBoolean() ? any.of(type) : null;
        return free == null ? type.kept().get(random.nextInt(type.kept().size())) : free;
    }

    /** Where a column has its NULLs. */
    private enum Nulls {
        NONE,
        ALL,
        SOME,
        EVERY_OTHER,
        FIRST,
        LAST;

        boolean at(int row, int rows, Random random) {
            return switch (this) {
                case NONE -> false;
                case ALL -> true;
                case SOME -> random.nextInt(5) == 0;
                case EVERY_OTHER -> row % 2 == 1;
                case FIRST -> row < rows / 2;
                case LAST -> row >= rows / 2;
            };
        }
    }

    /** The canonical text that must come back of a cell, where the cell itself tells it. */
    Optional<String> known(int row, int column) {
        return Optional.ofNullable(rows.get(row).get(column)).map(Edge::text);
    }

    /** Makes it the table {@code t}, a column {@code n} with the rows' numbers first. */
    public void create(TestDatabase database) throws SQLException {
        List<String> all = new ArrayList<>(kind == DataSourceType.POSTGRESQL ? PostgresTypeTableTest.TYPES : List.of());
        all.add("DROP TABLE IF EXISTS t");
        all.addAll(statements("t"));
        database.execute(all.toArray(String[]::new));
    }

    /** The same over a connection and under another name, once its database has the types. */
    List<String> statements(String table) {
        Dialect dialect = Databases.SERVED.of(kind).dialect();
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String type = types.get(i).type();
            columns.add(dialect.identifier(names.get(i)) + " " + type + (type.endsWith("NULL") ? "" : " NULL"));
        }
        List<String> statements = new ArrayList<>();
        if (kind != DataSourceType.POSTGRESQL) {
            statements.add("SET sql_mode = '', time_zone = '+00:00'");
        }
        statements.add("CREATE TABLE " + table + " (n INT, " + String.join(", ", columns) + ")");
        List<String> lines = new ArrayList<>();
        for (List<@Nullable Edge> row : rows) {
            List<String> cells = new ArrayList<>(List.of(String.valueOf(lines.size())));
            for (int i = 0; i < row.size(); i++) {
                cells.add(literal(row.get(i), types.get(i)));
            }
            lines.add("(" + String.join(", ", cells) + ")");
        }
        if (!lines.isEmpty()) {
            statements.add("INSERT INTO " + table + " VALUES " + String.join(", ", lines));
        }
        return statements;
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
