package io.spicerack.kit.database;

import io.spicerack.model.Credentials;
import io.spicerack.model.Secret;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * A PostgreSQL primary and a hot standby that streams from it. The embedded programs have no pg_basebackup, so the copy is
 * made as the manual's "Making a Base Backup Using the Low Level API" says. Used by one thread.
 */
public final class StreamingStandby implements AutoCloseable {
    private static final Set<String> LEFT_OUT = Set.of("postmaster.pid", "postmaster.opts");

    private final PostgresServer primary;
    private final PostgresServer standby;

    public StreamingStandby(Path directory) throws IOException, SQLException {
        primary = PostgresServer.start(config(directory.resolve("primary")));
        try {
            copy(directory.resolve("primary"), directory.resolve("standby"));
            standby = PostgresServer.start(config(directory.resolve("standby")));
        } catch (IOException | SQLException | RuntimeException e) {
            primary.close();
            throw e;
        }
    }

    private static DatabaseConfig config(Path directory) {
        return new DatabaseConfig(
                directory,
                DatabaseConfig.userCache(),
                0,
                "hospital",
                new Credentials(TestDatabases.USER, Secret.of(TestDatabases.PASSWORD)));
    }

    private void copy(Path from, Path to) throws IOException, SQLException {
        try (Connection connection = primary.administer("hospital");
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE " + TestDatabases.USER + " REPLICATION");
            statement.execute("SELECT pg_backup_start('standby', true)");
            copyTree(from.resolve("data"), to.resolve("data"));
            try (ResultSet row =
                    statement.executeQuery("SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)")) {
                row.next();
                Files.writeString(to.resolve("data").resolve("backup_label"), row.getString(1));
            }
        }
        Files.copy(from.resolve("administrator-password"), to.resolve("administrator-password"));
        Files.createFile(to.resolve("data").resolve("standby.signal"));
        Files.writeString(
                to.resolve("data").resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + primary.port() + " user=" + TestDatabases.USER
                        + " password=''" + TestDatabases.PASSWORD + "'''\n",
                StandardOpenOption.APPEND);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Path copy = to.resolve(from.relativize(directory).toString());
                Files.createDirectories(copy);
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                boolean log = file.startsWith(from.resolve("pg_wal"));
                if (!log && !LEFT_OUT.contains(file.getFileName().toString())) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    public PostgresServer primary() {
        return primary;
    }

    /** What reads the copy. */
    public TestDatabase standby() {
        return new TestDatabase(standby, "hospital");
    }

    public int standbyPort() {
        return standby.port();
    }

    public void onPrimary(String sql) throws SQLException {
        execute(primary, sql);
    }

    /** Whether a commit waits for the standby. */
    public boolean isSynchronous() throws SQLException {
        try (Connection connection = primary.administer("hospital");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")) {
            row.next();
            return row.getInt(1) > 0;
        }
    }

    public void onStandby(String sql) throws SQLException {
        execute(standby, sql);
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.administer("hospital");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        standby.close();
        primary.close();
    }
}
