package io.spicerack.kit.database;

import io.spicerack.model.Credentials;
import io.spicerack.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.commons.io.FileUtils;
import org.awaitility.Awaitility;

/**
 * Two PostgreSQL servers at two ports that stay: a primary and its replica, which takes its place when it falls. Used by one
 * thread.
 */
public final class ReplicatedPostgres implements AutoCloseable {
    private static final String DATABASE = "hospital";

    private final Path directory;
    private final int[] ports = {Ports.free("PostgreSQL", 0), Ports.free("PostgreSQL", 0)};
    private int first;
    private PostgresServer primary;
    private PostgresServer replica;

    /** With a replica that each commit waits for. */
    public ReplicatedPostgres(Path directory) throws IOException, SQLException {
        this.directory = directory;
        primary = start(0);
        try {
            replica = replicated();
        } catch (IOException | SQLException | RuntimeException e) {
            primary.close();
            throw e;
        }
    }

    /** Both, the one that was first at the beginning first. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + ports[0] + ",127.0.0.1:" + ports[1] + "/" + DATABASE;
    }

    private Path place(int number) {
        return directory.resolve("postgres-" + number);
    }

    private PostgresServer start(int number) {
        return PostgresServer.start(new DatabaseConfig(
                place(number),
                DatabaseConfig.userCache(),
                ports[number],
                DATABASE,
                new Credentials(TestDatabases.USER, Secret.of(TestDatabases.PASSWORD))));
    }

    private PostgresServer replicated() throws IOException, SQLException {
        BaseBackup.of(primary, place(first), place(1 - first));
        PostgresServer started = start(1 - first);
        Awaitility.await()
                .until(() -> holds("SELECT EXISTS (SELECT 1 FROM pg_stat_replication WHERE state = 'streaming')"));
        set("synchronous_standby_names", "*");
        Awaitility.await()
                .until(() -> holds("SELECT EXISTS (SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync')"));
        return started;
    }

    /** From now on the primary waits for nobody, and the replica gets nothing more. */
    public void cutReplica() throws SQLException {
        set("synchronous_standby_names", "");
        execute(replica, "ALTER SYSTEM SET primary_conninfo = ''");
        execute(replica, "SELECT pg_reload_conf()");
        Awaitility.await().until(() -> holds("SELECT NOT EXISTS (SELECT 1 FROM pg_stat_replication)"));
    }

    /** The primary falls, as with its machine, and the replica takes its place; there is no other until {@link #replicate()}. */
    public void failOver() throws IOException, SQLException {
        fall();
        execute(replica, "SELECT pg_promote()");
        primary = replica;
        first = 1 - first;
    }

    /** The server that has fallen becomes the replica of the one that took its place. */
    public void replicate() throws IOException, SQLException {
        FileUtils.deleteDirectory(place(1 - first).toFile());
        replica = replicated();
    }

    /** The primary falls and comes back. */
    public void restart() throws IOException {
        fall();
        rise();
    }

    /** The primary that has fallen comes back. */
    public void rise() throws IOException {
        // the library's, which it holds for one that it has not stopped itself
        Files.delete(place(first).resolve("data").resolve("epg-lock"));
        primary = start(first);
    }

    /** The primary ends at once, without a word to those who are connected. */
    public void fall() throws IOException {
        ProcessHandle server = ProcessHandle.of(primary.processId()).orElseThrow();
        new ProcessBuilder("sh", "-c", "kill -QUIT " + server.pid()).start();
        server.onExit().join();
        primary.close();
    }

    /** As the owner. */
    public void execute(String sql) throws SQLException {
        try (Connection connection = new TestDatabase(primary, DATABASE).connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void set(String setting, String value) throws SQLException {
        execute(primary, "ALTER SYSTEM SET " + setting + " = '" + value + "'");
        execute(primary, "SELECT pg_reload_conf()");
    }

    private boolean holds(String question) throws SQLException {
        try (Connection connection = primary.administer(DATABASE);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.administer(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        replica.close();
        primary.close();
    }
}
