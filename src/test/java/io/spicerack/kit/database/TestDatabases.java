package io.spicerack.kit.database;

import io.spicerack.model.Credentials;
import io.spicerack.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * One PostgreSQL and one MariaDB server for all tests of a JVM, each started when first asked for and stopped when the
 * JVM ends. Thread-safe.
 *
 * <pre>{@code
 * TestDatabase database = TestDatabases.postgres().newDatabase();
 * try (Connection connection = database.connect()) { ... }
 * }</pre>
 */
public final class TestDatabases {
    public static final String USER = "tester";
    public static final String PASSWORD = "correct horse battery staple";

    private static final TestDatabases POSTGRES = new TestDatabases("postgres", PostgresServer::start);
    /**
     * What stands in MariaDB's place for the tests that otherwise run on MariaDB alone: a program, {@code mysqld}, of which they
     * start servers of their own; or one that runs, {@code mysql://administrator:password@127.0.0.1:3306}.
     */
    private static final String MYSQL = Objects.requireNonNullElse(System.getenv("SPICERACK_TEST_MYSQL"), "")
            .strip();

    private static final TestDatabases MARIADB = new TestDatabases(
            "mariadb",
            config -> MYSQL.contains("://") ? ExternalMySql.prepared(URI.create(MYSQL)) : startMariaDb(config));

    private final AtomicInteger databases = new AtomicInteger();
    private final String name;
    private final Function<DatabaseConfig, DatabaseServer> start;
    private @Nullable DatabaseServer server;

    private TestDatabases(String name, Function<DatabaseConfig, DatabaseServer> start) {
        this.name = name;
        this.start = start;
    }

    public static TestDatabases postgres() {
        return POSTGRES;
    }

    /** MariaDB; or the MySQL that {@code SPICERACK_TEST_MYSQL} names, in its place. */
    public static TestDatabases mariaDb() {
        return MARIADB;
    }

    /** A MariaDB of the test's own, to be stopped or killed; or a MySQL in its place. */
    public static DatabaseServer startMariaDb(DatabaseConfig config) {
        Assumptions.assumeFalse(MYSQL.contains("://"), "SPICERACK_TEST_MYSQL names a server that is not ours to stop");
        return MYSQL.isEmpty() ? MariaDbServer.start(config) : MySqlServer.start(MYSQL, config);
    }

    /** A table of the numbers from 1 in a column {@code seq}. */
    public static String sequence(long count) {
        if (!onMySql()) {
            return "seq_1_to_" + count;
        }
        String digits = IntStream.range(0, 10)
                .mapToObj(digit -> "SELECT " + digit + " AS d")
                .collect(Collectors.joining(" UNION ALL ", "(", ")"));
        List<String> tables = new ArrayList<>();
        List<String> terms = new ArrayList<>();
        for (long power = 1; power < count; power *= 10) {
            tables.add(digits + " AS d" + power);
            terms.add("d" + power + ".d * " + power);
        }
        String number = "1 + " + String.join(" + ", terms);
        return "(SELECT " + number + " AS seq FROM " + String.join(" JOIN ", tables) + " WHERE " + number + " <= "
                + count + ") AS numbers";
    }

    /** Whether a MySQL stands in MariaDB's place. */
    public static boolean onMySql() {
        return !MYSQL.isEmpty();
    }

    /** Leaves out what only MariaDB has, with words. */
    public static void needMariaDb(String what) {
        Assumptions.assumeFalse(onMySql(), () -> what + " is MariaDB's alone, and SPICERACK_TEST_MYSQL names a MySQL");
    }

    /** Leaves out what only MySQL has, with words. */
    public static void needMySql(String what) {
        Assumptions.assumeTrue(onMySql(), () -> what + " needs a MySQL; none is named in SPICERACK_TEST_MYSQL");
    }

    /** The shared server: change no password of {@link #USER} and stop it not. */
    public synchronized DatabaseServer server() {
        if (server == null) {
            Path directory = Path.of(
                    "target",
                    "test-databases",
                    name + "-" + ProcessHandle.current().pid());
            DatabaseServer started = start.apply(new DatabaseConfig(
                    directory, DatabaseConfig.userCache(), 0, USER, new Credentials(USER, Secret.of(PASSWORD))));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started, directory)));
            server = started;
        }
        return server;
    }

    /** A database that no other test uses. */
    public TestDatabase newDatabase() {
        String database = "test_" + databases.incrementAndGet();
        server().createDatabase(database);
        return new TestDatabase(server(), database);
    }

    private static void stop(DatabaseServer server, Path directory) {
        server.close();
        try {
            FileUtils.deleteDirectory(directory.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
