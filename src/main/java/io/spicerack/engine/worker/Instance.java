package io.spicerack.engine.worker;

import io.spicerack.query.QueryRefusal;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.duckdb.RawScan;

/** An instance of DuckDB in memory, which reaches nothing outside of it. Thread-safe. */
final class Instance implements AutoCloseable {
    /** The function that reads a data set; no statement may call it, the views of data sets do. */
    static final String READER = "sealed_table";

    /** The database in which nothing is. */
    static final String EMPTY = "s0";

    private final DuckDBConnection root;
    private final EngineShare share;
    private final Map<Long, RawScan> tables = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    /** Connections that parse and nothing else, while no statement is being parsed with them. */
    private final Queue<DuckDBConnection> parsers = new ConcurrentLinkedQueue<>();

    private Instance(DuckDBConnection root, EngineShare share) {
        this.root = root;
        this.share = share;
    }

    /** One whose settings cannot be changed. */
    static Instance open(EngineShare share) throws SQLException {
        Instance instance = unlocked(share);
        try {
            instance.attach(EMPTY);
            instance.lock();
            return instance;
        } catch (SQLException | RuntimeException e) {
            instance.close();
            throw e;
        }
    }

    /** One whose opener goes on with its settings, and locks it before any statement of a caller is prepared. */
    static Instance unlocked(EngineShare share) throws SQLException {
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
        DuckDBConnection root =
                new DuckDBDriver().connect("jdbc:duckdb:", settings).unwrap(DuckDBConnection.class);
        Instance instance = new Instance(root, share);
        try {
            RawScan.register(root, READER, instance::table);
            return instance;
        } catch (SQLException | RuntimeException e) {
            instance.close();
            throw e;
        }
    }

    /** Makes a database in memory. */
    void attach(String name) throws SQLException {
        execute("ATTACH ':memory:' AS " + name);
        execute("CREATE SCHEMA " + name + "." + Database.SCHEMA);
    }

    void lock() throws SQLException {
        execute("SET lock_configuration = true");
    }

    private RawScan table(long number) {
        RawScan found = tables.get(number);
        if (found == null) {
            throw new IllegalArgumentException("there is no table " + number);
        }
        return found;
    }

    /** Gives a table the number that {@link #READER} is called with. */
    long add(RawScan table) {
        long number = numbers.incrementAndGet();
        tables.put(number, table);
        return number;
    }

    void remove(long number) {
        tables.remove(number);
    }

    EngineShare share() {
        return share;
    }

    /** A number that no other database of this instance has. */
    long nextNumber() {
        return numbers.incrementAndGet();
    }

    /** A further connection, which its caller closes. */
    DuckDBConnection connect() throws SQLException {
        return root.duplicate().unwrap(DuckDBConnection.class);
    }

    /** Parses a statement, which is not run. */
    StatementTree parse(String sql) throws SQLException, QueryRefusal {
        DuckDBConnection kept = parsers.poll();
        DuckDBConnection parser = kept == null ? connect() : kept;
        try {
            return StatementTree.of(parser, sql);
        } finally {
            parsers.add(parser);
        }
    }

    /** Runs a statement of ours. */
    synchronized void execute(String sql) throws SQLException {
        try (Statement statement = root.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        try {
            for (DuckDBConnection parser = parsers.poll(); parser != null; parser = parsers.poll()) {
                parser.close();
            }
            root.close();
        } catch (SQLException e) {
            throw new IllegalStateException("an instance of DuckDB cannot be closed", e);
        }
    }
}
