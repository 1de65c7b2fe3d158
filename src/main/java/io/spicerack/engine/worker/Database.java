package io.spicerack.engine.worker;

import io.spicerack.engine.pipe.Definition;
import io.spicerack.engine.pipe.ListingDefinition;
import io.spicerack.engine.pipe.TableDefinition;
import io.spicerack.query.QueryRefusal;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.duckdb.RawScan;
import org.jspecify.annotations.Nullable;

/**
 * What one statement sees: a database in memory that has what the statement names, and nothing that another one has left. One
 * thread, but for {@link #wipe}.
 */
final class Database implements AutoCloseable {
    /** The database's name, as PostgreSQL's clients know one. */
    static final String NAME = "spicerack";

    static final String SCHEMA = "spice";

    private record Expected(StatementTree statement, Definition definition) {}

    private final Instance instance;
    private final Kind kind;
    private final String name;
    private final DuckDBConnection connection;
    private final AtomicReference<@Nullable QueryRefusal> failure = new AtomicReference<>();
    private final Map<String, SealedTable> tables = new ConcurrentHashMap<>();
    private final List<Long> numbers = new ArrayList<>();
    private @Nullable Expected expected;
    private @Nullable Map<String, BoundsCondition> conditions;

    private enum Kind {
        /** In which nothing is. */
        EMPTY,
        BESIDE_OTHERS,
        ALONE
    }

    private Database(Instance instance, Kind kind, String name) throws SQLException {
        this.instance = instance;
        this.kind = kind;
        this.name = name;
        connection = instance.connect();
    }

    /** One beside others of the principal: it is there at once. Its name is not {@link #NAME}. */
    static Database in(Instance shared) throws SQLException {
        return opened(shared, Kind.BESIDE_OTHERS, "s" + shared.nextNumber());
    }

    /** One for a statement that names no table: it is the same for all of these, since nothing is ever made in it. */
    static Database empty(Instance shared) throws SQLException {
        return opened(shared, Kind.EMPTY, Instance.EMPTY);
    }

    /** One that is alone in an instance of its own, as catalogs tell of a whole instance; {@link #catalogs} locks it. */
    static Database alone(EngineShare share) throws SQLException {
        return opened(Instance.unlocked(share), Kind.ALONE, NAME);
    }

    private static Database opened(Instance instance, Kind kind, String name) throws SQLException {
        Database database = new Database(instance, kind, name);
        try {
            if (kind != Kind.EMPTY) {
                instance.attach(name);
            }
            // as SET search_path, which is locked
            database.connection.setCatalog(name);
            database.connection.setSchema(SCHEMA);
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
        for (TableDefinition table : definition.tables()) {
            if (table.read()) {
                SealedTable sealed = new SealedTable(table, instance.share().threads(), failure);
                tables.put(table.name(), sealed);
                long number = instance.add(sealed);
                numbers.add(number);
                execute("CREATE VIEW " + place(table.name()) + " AS SELECT * FROM system.main." + Instance.READER + "("
                        + number + ")");
            } else {
                execute("CREATE TABLE " + place(table.name())
                        + columns(table.schema().columns()));
                execute("COMMENT ON TABLE " + place(table.name()) + " IS " + literal(table.comment()));
            }
        }
        for (ListingDefinition listing : definition.listings()) {
            list(listing);
        }
    }

    /**
     * Makes PostgreSQL's catalogs, as far as a statement names them, over what was defined. No setting can be changed from here
     * on.
     */
    void catalogs(String principal, List<String> script) throws SQLException {
        if (kind != Kind.ALONE) {
            return;
        }
        if (!script.isEmpty()) {
            execute("CREATE SCHEMA " + CatalogScript.CATALOG);
            execute("CREATE SCHEMA " + CatalogScript.INFORMATION);
            execute("CREATE MACRO " + CatalogScript.CATALOG + ".session_user() AS " + literal(principal));
            for (String sql : script) {
                execute(sql);
            }
            // a function of a catalog is found before DuckDB's of the same name
            execute("SET search_path = '" + name + "." + SCHEMA + "," + name + "." + CatalogScript.CATALOG + "'");
        }
        instance.lock();
    }

    /** Takes note of the statement: what it demands of its rows is looked for where there are row groups to choose from. */
    void expect(StatementTree statement, Definition definition) {
        expected = new Expected(statement, definition);
        conditions = null;
    }

    private Map<String, BoundsCondition> conditions() {
        Map<String, BoundsCondition> known = conditions;
        if (known == null) {
            Expected of = expected;
            known = of == null
                    ? Map.of()
                    : BoundsConditions.of(of.statement(), of.definition(), new ExpressionText(connection));
            conditions = known;
        }
        return known;
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

    private String place(String table) {
        return name + "." + SCHEMA + "." + quoted(table);
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

    /**
     * Lends the files of a table that is read, with their keys, which are wiped when this is closed.
     *
     * @param values of the statement's parameters
     */
    void lend(String table, LentRows rows, List<@Nullable Object> values) {
        SealedTable sealed = tables.get(table);
        if (sealed == null) {
            rows.close();
            throw new IllegalStateException("the statement reads no table " + table);
        }
        sealed.lend(rows);
        if (RowGroupChoice.has(rows)) {
            BoundsCondition condition = conditions().get(table);
            if (condition != null) {
                sealed.choose(new RowGroupChoice(connection, instance).of(rows, condition, values));
            }
        }
    }

    /** Rows of a table that is lent, as they are. */
    AnswerRows bare(BareProjection projection) {
        SealedTable sealed = Objects.requireNonNull(tables.get(projection.table()), "a table that is read");
        return new BareRows(
                sealed,
                projection.columns().stream().mapToInt(Integer::intValue).toArray());
    }

    /** Wipes all keys at once, whatever reads: what goes on reading fails. Any thread. */
    void wipe() {
        tables.values().forEach(SealedTable::close);
    }

    @Override
    public void close() {
        wipe();
        numbers.forEach(instance::remove);
        try {
            connection.close();
            if (kind == Kind.ALONE) {
                instance.close();
            } else if (kind == Kind.BESIDE_OTHERS) {
                instance.execute("DETACH " + name);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a statement's database cannot be closed", e);
        }
    }
}
