package io.spicerack.catalog;

import io.spicerack.catalog.MovedTable.Kind;
import io.spicerack.catalog.database.CatalogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Moves a catalog from a file to a database of PostgreSQL: all of it in one transaction, in which every table is read back and
 * compared by count and by hash, or nothing of it. What was cut off after that is finished when it is called again. Stateless.
 */
public final class CatalogMove {
    private static final int BATCH = 500;

    /** What was moved. */
    public record Moved(int tables, long rows) {}

    private final Catalog from;
    private final Catalog to;
    private final Consumer<String> progress;

    /** @param progress is told of each table */
    public CatalogMove(Catalog from, Catalog to, Consumer<String> progress) {
        this.from = from;
        this.to = to;
        this.progress = progress;
    }

    /** Refuses a database that has something of another catalog. */
    public Moved run() {
        return from.inHandle(source -> to.changing(target -> {
            try {
                return moved(source, target);
            } catch (SQLException e) {
                throw new CatalogException(
                        "the catalog " + from.place() + " was not moved to " + to.place() + ": " + to.reason(e)
                                + ". Nothing of it is there",
                        e);
            }
        }));
    }

    private Moved moved(Handle source, Handle target) throws SQLException {
        List<MovedTable> tables = MovedTables.of(source.getConnection(), target.getConnection());
        boolean empty = isEmpty(tables, target.getConnection());
        if (!empty && !isSame(source, target)) {
            throw new CatalogException("the catalog " + to.place() + " is not empty, and is of another installation:"
                    + " nothing was moved. Give it an empty database");
        }
        long rows = 0;
        for (MovedTable table : tables) {
            RowsDigest there = empty
                    ? copied(table, source.getConnection(), target.getConnection())
                    : read(table, source.getConnection());
            RowsDigest back = read(table, target.getConnection());
            long count = there.rows();
            String hash = there.sha256();
            if (count != back.rows() || !hash.equals(back.sha256())) {
                throw new CatalogException("table " + table.name() + " has " + count + " rows in " + from.place()
                        + ", and is not the same in " + to.place() + ", where it has " + back.rows()
                        + ": nothing was moved. "
                        + (empty
                                ? "Say so to whoever makes Spicerack"
                                : "The two have gone apart; give it an empty database"));
            }
            rows += count;
            progress.accept(String.format(Locale.ROOT, "%-22s %,12d rows  sha256 %s", table.name(), count, hash));
        }
        return new Moved(tables.size(), rows);
    }

    private static boolean isEmpty(List<MovedTable> tables, Connection target) throws SQLException {
        for (MovedTable table : tables) {
            // its one row is made with the table
            if (!table.name().equals("audit_trail") && number(target, table.count()) > 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(Handle source, Handle target) {
        return new InstallationValues(source)
                .find(Installation.ID)
                .filter(id -> new InstallationValues(target)
                        .find(Installation.ID)
                        .filter(id::equals)
                        .isPresent())
                .isPresent();
    }

    private static RowsDigest copied(MovedTable table, Connection source, Connection target) throws SQLException {
        RowsDigest digest = new RowsDigest();
        try (Statement clear = target.createStatement();
                Statement reading = source.createStatement();
                ResultSet rows = reading.executeQuery(table.select());
                PreparedStatement insert = target.prepareStatement(table.insert())) {
            clear.executeUpdate(table.clear());
            int waiting = 0;
            while (rows.next()) {
                @Nullable Object[] values = values(table, rows);
                digest.row(values);
                for (int column = 0; column < values.length; column++) {
                    insert.setObject(column + 1, kept(table.kinds().get(column), values[column]));
                }
                insert.addBatch();
                if (++waiting == BATCH) {
                    insert.executeBatch();
                    waiting = 0;
                }
            }
            insert.executeBatch();
        }
        countOn(table, source, target);
        return digest;
    }

    /** Numbers that were given once are not given again, also those of rows that are gone. */
    private static void countOn(MovedTable table, Connection source, Connection target) throws SQLException {
        if (table.counted().isEmpty()) {
            return;
        }
        long last =
                number(source, "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = '" + table.name() + "'");
        if (last > 0) {
            number(
                    target,
                    "SELECT setval(pg_get_serial_sequence('" + table.name() + "', '" + table.counted() + "'), " + last
                            + ")");
        }
    }

    private static RowsDigest read(MovedTable table, Connection from) throws SQLException {
        RowsDigest digest = new RowsDigest();
        try (Statement reading = from.createStatement()) {
            reading.setFetchSize(BATCH);
            try (ResultSet rows = reading.executeQuery(table.select())) {
                while (rows.next()) {
                    digest.row(values(table, rows));
                }
            }
        }
        return digest;
    }

    private static @Nullable Object[] values(MovedTable table, ResultSet rows) throws SQLException {
        @Nullable Object[] values = new Object[table.columns().size()];
        for (int column = 0; column < values.length; column++) {
            Object value = rows.getObject(column + 1);
            values[column] = value instanceof Integer number ? Long.valueOf(number) : value;
        }
        return values;
    }

    /** SQLite keeps a truth as a number. */
    private static @Nullable Object kept(Kind kind, @Nullable Object value) {
        return kind == Kind.TRUTH && value instanceof Long number ? Boolean.valueOf(number != 0) : value;
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** From now on nothing opens the file; done while it is still open here, so that nobody comes in between. */
    public static void claim(Path file, String installation) {
        DirectoryClaim.write(file, installation);
    }

    /** The file is kept under another name, and the data directory knows where it belongs to. */
    public static void settle(Path file, String installation) throws IOException {
        claim(file, installation);
        Files.move(file, file.resolveSibling(file.getFileName() + ".moved"), StandardCopyOption.ATOMIC_MOVE);
    }
}
