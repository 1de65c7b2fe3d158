package io.spicerack.catalog;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of the catalog, as it is moved from one database to another. Immutable.
 *
 * @param kinds how each column's values are kept where they go to
 * @param key by which its rows are ordered
 * @param counted the column that counts up; empty where none does
 */
record MovedTable(String name, List<String> columns, List<Kind> kinds, List<String> key, String counted) {
    /** What tells one place of a catalog from another, and is nobody else's. */
    private static final String OWN = " WHERE name NOT LIKE 'catalog.%' AND name <> 'installation.lock-file'";

    enum Kind {
        TEXT,
        NUMBER,
        TRUTH,
        BYTES
    }

    MovedTable {
        columns = List.copyOf(columns);
        kinds = List.copyOf(kinds);
        key = List.copyOf(key);
    }

    private String rows() {
        return quoted(name) + (name.equals("setting") ? OWN : "");
    }

    String count() {
        return "SELECT count(*) FROM " + rows();
    }

    String select() {
        return "SELECT " + list(columns) + " FROM " + rows() + " ORDER BY " + list(key);
    }

    String insert() {
        return "INSERT INTO " + quoted(name) + " (" + list(columns) + ") VALUES ("
                + IntStream.range(0, columns.size()).mapToObj(column -> "?").collect(Collectors.joining(", ")) + ")";
    }

    String clear() {
        return "DELETE FROM " + rows();
    }

    private static String list(List<String> names) {
        return names.stream().map(MovedTable::quoted).collect(Collectors.joining(", "));
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }
}
