package io.spicerack.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Objects;
import org.apache.commons.io.FileUtils;

/** Catalogs of fixtures: a new one is a copy of one that was migrated before, since migrations take most of an opening. */
public final class TestCatalogs {
    private TestCatalogs() {}

    /** Opens or creates a catalog, as the product does. */
    public static Catalog open(Path file, Clock clock) {
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
