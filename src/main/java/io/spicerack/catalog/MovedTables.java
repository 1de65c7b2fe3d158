package io.spicerack.catalog;

import io.spicerack.catalog.MovedTable.Kind;
import io.spicerack.catalog.database.CatalogException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tables of a catalog, each after those that it refers to, as the databases themselves describe them. Stateless. */
final class MovedTables {
    /** Who uses a catalog is no part of it. */
    private static final String STAYING = "'node', 'node_duty', 'node_word', 'version_hold', 'source_place'";

    private MovedTables() {}

    static List<MovedTable> of(Connection sqlite, Connection postgres) throws SQLException {
        Map<String, Map<String, Kind>> kinds = kinds(postgres);
        Map<String, MovedTable> placed = new LinkedHashMap<>();
        List<String> names = texts(
                sqlite,
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE"
                        + " 'flyway_%' AND name NOT IN (" + STAYING + ") ORDER BY name");
        for (String name : names) {
            place(name, sqlite, kinds, placed);
        }
        return List.copyOf(placed.values());
    }

    private static void place(
            String name, Connection sqlite, Map<String, Map<String, Kind>> kinds, Map<String, MovedTable> placed)
            throws SQLException {
        if (placed.containsKey(name)) {
            return;
        }
        for (String other : texts(sqlite, "SELECT \"table\" FROM pragma_foreign_key_list('" + name + "')")) {
            place(other, sqlite, kinds, placed);
        }
        List<String> columns = texts(sqlite, "SELECT name FROM pragma_table_info('" + name + "') ORDER BY cid");
        List<String> key = texts(sqlite, "SELECT name FROM pragma_table_info('" + name + "') WHERE pk > 0 ORDER BY pk");
        List<String> counting = texts(
                sqlite, "SELECT name FROM sqlite_master WHERE name = '" + name + "' AND sql LIKE '%AUTOINCREMENT%'");
        Map<String, Kind> known = kinds.getOrDefault(name, Map.of());
        List<Kind> kept = new ArrayList<>();
        for (String column : columns) {
            Kind kind = known.get(column);
            if (kind == null) {
                throw new CatalogException("column " + column + " of table " + name
                        + " is not there where the catalog is to go: the two are not of one version");
            }
            kept.add(kind);
        }
        placed.put(
                name,
                new MovedTable(
                        name, columns, kept, key.isEmpty() ? columns : key, counting.isEmpty() ? "" : key.get(0)));
    }

    private static Map<String, Map<String, Kind>> kinds(Connection postgres) throws SQLException {
        Map<String, Map<String, Kind>> kinds = new HashMap<>();
        try (Statement statement = postgres.createStatement();
                ResultSet rows = statement.executeQuery("SELECT table_name, column_name, data_type FROM"
                        + " information_schema.columns WHERE table_schema = current_schema()")) {
            while (rows.next()) {
                kinds.computeIfAbsent(rows.getString(1), table -> new TreeMap<>())
                        .put(rows.getString(2), kind(rows.getString(3)));
            }
        }
        return kinds;
    }

    private static Kind kind(String type) {
        return switch (type) {
            case "boolean" -> Kind.TRUTH;
            case "bytea" -> Kind.BYTES;
            case "text" -> Kind.TEXT;
            default -> Kind.NUMBER;
        };
    }

    private static List<String> texts(Connection sqlite, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = sqlite.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
