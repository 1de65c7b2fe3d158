package io.spicerack.catalog;

import io.spicerack.catalog.server.CatalogAddress;
import io.spicerack.catalog.server.CatalogServer;
import io.spicerack.model.Credentials;
import io.spicerack.model.Secret;
import io.spicerack.tls.ServerTrust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.io.FileUtils;

/** Catalogs of fixtures: a new one is a copy of one that was migrated before, since migrations take most of an opening. */
public final class TestCatalogs {
    /**
     * A PostgreSQL server to have the catalogs of fixtures in, {@code postgresql://USER:PASSWORD@127.0.0.1:5432/DATABASE} of a user who
     * may make databases: by hand, to see all that the core does on such a catalog. Tests that look into the file fail then.
     */
    private static final String SERVER = Objects.requireNonNullElse(System.getenv("SPICERACK_TEST_CATALOG"), "");

    private TestCatalogs() {}

    /** Opens or creates a catalog, as the product does. */
    public static Catalog open(Path file, Clock clock) {
        if (!SERVER.isEmpty()) {
            return Elsewhere.open(URI.create(SERVER), file, clock);
        }
        if (Files.notExists(file)) {
            try {
                Files.createDirectories(
                        Objects.requireNonNull(file.toAbsolutePath().getParent()),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(file, Migrated.FILE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Catalog.open(file, clock);
    }

    /** A database for each file. */
    private static final class Elsewhere {
        private static final Map<Path, String> DATABASES = new ConcurrentHashMap<>();

        static Catalog open(URI server, Path file, Clock clock) {
            String[] login = server.getUserInfo().split(":", 2);
            String place = "jdbc:postgresql://" + server.getHost() + ":" + server.getPort() + "/";
            String database = DATABASES.computeIfAbsent(
                    file, fresh -> made(place + server.getPath().substring(1), login));
            return Catalog.open(
                    new CatalogServer(
                            CatalogAddress.parse(place + database),
                            ServerTrust.UNENCRYPTED,
                            () -> new Credentials(login[0], Secret.of(login[1]))),
                    file,
                    clock);
        }

        private static String made(String url, String[] login) {
            String name = "catalog_" + UUID.randomUUID().toString().replace("-", "");
            try (Connection connection = DriverManager.getConnection(url, login[0], login[1]);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
                return name;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Made when the first is wanted: another process of a test has its catalog already. */
    private static final class Migrated {
        static final byte[] FILE = file();

        private static byte[] file() {
            try {
                Path directory = Files.createTempDirectory("catalog");
                Path file = directory.resolve("catalog.db");
                Catalog.open(file, Clock.systemUTC()).close();
                byte[] content = Files.readAllBytes(file);
                FileUtils.deleteDirectory(directory.toFile());
                return content;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
