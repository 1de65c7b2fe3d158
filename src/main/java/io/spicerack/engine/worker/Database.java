package io.spicerack.engine.worker;

import io.spicerack.engine.pipe.Definition;
import io.spicerack.engine.pipe.ListingDefinition;
import io.spicerack.engine.pipe.TableDefinition;
import io.spicerack.query.QueryRefusal;
import io.spicerack.store.LentFile;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.duckdb.RawScan;
import org.jspecify.annotations.Nullable;

/**
 * An instance of DuckDB in memory, of one statement: it has what that statement names, and nothing that another one could have
 * left. One thread.
 */
final class Database implements AutoCloseable {
    /** The database's name, as PostgreSQL's clients know one. */
    static final String NAME = "spicerack";

    private static final String SCHEMA = "spice";

    private final DuckDBConnection connection;
    private final EngineShare share;
    private final AtomicReference<@Nullable QueryRefusal> failure = new AtomicReference<>();
    private final Map<String, SealedTable> tables = new HashMap<>();

    private Database(DuckDBConnection connection, EngineShare share) {
        this.connection = connection;
        this.share = share;
    }

    /** Opens an empty one, which reaches nothing outside of it. */
    static Database open(EngineShare share) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("threads", Integer.toString(share.threads()));
        settings.setProperty("memory_limit", share.memory() + "B");
        settings.setProperty("enable_external_access", "false");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("allow_community_extensions", "false");
        settings.setProperty("temp_directory", "");
        settings.setProperty("preserve_insertion_order", "false");
        settings.setProperty("default_null_order", "nulls_last_on_asc_first_on_desc");
        DuckDBConnection connection = new DuckDBDriver()
                .connect("jdbc:duckdb:", settings)
                .unwrap(DuckDBConnection.class);
        Database database = new Database(connection, share);
        try {
            database.execute("ATTACH ':memory:' AS " + NAME);
            database.execute("USE " + NAME);
            database.execute("CREATE SCHEMA " + SCHEMA);
            database.execute("SET search_path = '" + NAME + "." + SCHEMA + "'");
            database.execute("SET TimeZone = 'UTC'");
            return database;
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    DuckDBConnection connection() {
        return connection;
    }

    /** Why a reading failed, where one did. */
    Optional<QueryRefusal> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Makes the tables of a statement. */
    void define(Definition definition) throws SQLException {
        int number = 0;
        for (TableDefinition table : definition.tables()) {
            if (table.read()) {
                String function = "sealed_" + number++;
                SealedTable sealed = new SealedTable(table, share.threads(), failure);
                tables.put(table.name(), sealed);
                RawScan.register(connection, function, sealed);
                execute("CREATE VIEW " + place(table.name()) + " AS SELECT * FROM " + function + "()");
            } else {
                execute("CREATE TABLE " + place(table.name()) + columns(table.schema().columns()));
                execute("COMMENT ON TABLE " + place(table.name()) + " IS " + literal(table.comment()));
            }
        }
        for (ListingDefinition listing : definition.listings()) {
            list(listing);
        }
    }

    /** Makes PostgreSQL's catalogs, as far as a statement names them, over what was defined. */
    void catalogs(String principal, List<String> script) throws SQLException {
        if (script.isEmpty()) {
            return;
        }
        execute("CREATE SCHEMA " + CatalogScript.CATALOG);
        execute("CREATE SCHEMA " + CatalogScript.INFORMATION);
        execute("CREATE MACRO " + CatalogScript.CATALOG + ".session_user() AS " + literal(principal));
        for (String sql : script) {
            execute(sql);
        }
        // a function of a catalog is found before DuckDB's of the same name
        execute("SET search_path = '" + NAME + "." + SCHEMA + "," + NAME + "." + CatalogScript.CATALOG + "'");
    }

    /** Bounds what the statement may take. No setting can be changed from here on. */
    void bound(long memory) throws SQLException {
        execute("SET memory_limit = '" + Math.min(memory, share.memory()) + "B'");
        execute("SET lock_configuration = true");
    }

    private void list(ListingDefinition listing) throws SQLException {
        execute("CREATE TABLE " + place(listing.name()) + columns(listing.columns()));
        if (!listing.rows().isEmpty()) {
            execute("INSERT INTO " + place(listing.name()) + " VALUES "
                    + listing.rows().stream().map(Database::row).collect(Collectors.joining(", ")));
        }
    }

    private static String row(List<Optional<String>> row) {
        return row.stream()
                .map(value -> value.map(Database::literal).orElse("NULL"))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String columns(List<Column> columns) {
        List<String> definitions = new ArrayList<>();
        for (Column column : columns) {
            definitions.add(quoted(column.name()) + " " + type(column.type()));
        }
        return definitions.stream().collect(Collectors.joining(", ", " (", ")"));
    }

    private static String type(ColumnType type) {
        RawScan.RawColumn raw = ColumnPut.raw(new Column("c", type));
        return switch (raw.type()) {
            case DECIMAL -> "DECIMAL(" + raw.precision() + ", " + raw.scale() + ")";
            case TIMESTAMP_TZ -> "TIMESTAMP WITH TIME ZONE";
            case BOOLEAN, INTEGER, BIGINT, FLOAT, DOUBLE, TIMESTAMP, DATE, TIME, VARCHAR, BLOB, UUID ->
                raw.type().name();
        };
    }

    private static String place(String table) {
        return SCHEMA + "." + quoted(table);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Lends the files of a table that is read, with their keys, which are wiped when this is closed. */
    void lend(String table, List<LentFile> files) {
        SealedTable sealed = tables.get(table);
        if (sealed == null) {
            files.forEach(file -> file.key().close());
            throw new IllegalStateException("the statement reads no table " + table);
        }
        sealed.lend(files);
    }

    /** Wipes all keys at once, whatever reads: what goes on reading fails. Any thread. */
    void wipe() {
        tables.values().forEach(SealedTable::close);
    }

    @Override
    public void close() {
        wipe();
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("an instance of DuckDB cannot be closed", e);
        }
    }
}
