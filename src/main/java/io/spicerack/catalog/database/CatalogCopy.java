package io.spicerack.catalog.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A copy of a catalog as it is at one moment, whatever a service does to it meanwhile. */
public final class CatalogCopy {
    private static final int BUSY_MILLIS = 10_000;

    private CatalogCopy() {}

    /** By SQLite's own backup; {@code to} must not be there yet. */
    public static void make(Path catalog, Path to) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + catalog);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            // an extension of the driver, which takes the path as it stands between the quotes
            statement.executeUpdate("backup to '" + to.toString().replace("'", "''") + "'");
        } catch (SQLException e) {
            throw new CatalogException("the catalog " + catalog + " cannot be copied: " + SqliteFile.reason(e), e);
        }
    }
}
