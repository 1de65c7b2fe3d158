package io.spicerack.kit.database;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
 * Makes the directory of a replica. The embedded programs have no pg_basebackup, so the copy is made as the manual's "Making a
 * Base Backup Using the Low Level API" says, while the primary works. Stateless.
 */
final class BaseBackup {
    private static final Set<String> LEFT_OUT = Set.of("postmaster.pid", "postmaster.opts");

    private BaseBackup() {}

    /** A server that is started in {@code to} streams from the primary and waits for no replica of its own. */
    static void of(PostgresServer primary, Path from, Path to) throws IOException, SQLException {
        try (Connection connection = primary.administer(primary.database());
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
                        + " password=''" + TestDatabases.PASSWORD + "'''\n"
                        + "wal_retrieve_retry_interval = '200ms'\n"
                        + "synchronous_standby_names = ''\n",
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
                    copy(file);
                }
                return FileVisitResult.CONTINUE;
            }

            private void copy(Path file) throws IOException {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (NoSuchFileException e) {
                    // the server has deleted it meanwhile, which its log tells the replica
                }
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
    }
}
