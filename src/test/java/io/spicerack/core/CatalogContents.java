package io.spicerack.core;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** All rows of a catalog but those of its trail and its first answers to requests, for tests that nothing else has changed. */
public final class CatalogContents {
    private CatalogContents() {}

    /** @param directory of the core */
    public static List<String> of(Path directory) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection catalog = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("catalog.db"))) {
            for (String table : tables(catalog)) {
                rows.addAll(rows(catalog, table));
            }
        }
        return rows;
    }

    private static List<String> tables(Connection catalog) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = catalog.createStatement();
                ResultSet names = statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'"
                        + " AND name NOT LIKE 'audit%' AND name NOT LIKE 'sqlite%'"
                        + " AND name <> 'signed_change' ORDER BY name")) {
            while (names.next()) {
                tables.add(names.getString(1));
            }
        }
        return tables;
    }

    private static List<String> rows(Connection catalog, String table) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = catalog.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
            while (row.next()) {
                StringBuilder text = new StringBuilder(table);
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    text.append('|').append(row.getString(i));
                }
                rows.add(text.toString());
            }
        }
        return rows;
    }
}
