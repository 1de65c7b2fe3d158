package io.spicerack.kit.database;

import io.spicerack.model.Credentials;
import io.spicerack.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;

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
    private static final TestDatabases MARIADB = new TestDatabases("mariadb", MariaDbServer::start);

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

    public static TestDatabases mariaDb() {
        return MARIADB;
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
