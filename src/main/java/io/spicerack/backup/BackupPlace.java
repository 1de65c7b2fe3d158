package io.spicerack.backup;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory, or a file that ends in .zip, to write a backup to or to read one from. Not thread-safe. */
final class BackupPlace implements AutoCloseable {
    private static final String ZIP = ".zip";

    private final Path shown;
    private final Path part;
    private final @Nullable FileSystem zip;
    private final Path root;

    private BackupPlace(Path shown, Path part, @Nullable FileSystem zip) {
        this.shown = shown;
        this.part = part;
        this.zip = zip;
        this.root = zip == null ? part : zip.getPath("/");
    }

    /** A new one for its owner alone, which is there under its name once it is {@link #whole}. */
    static BackupPlace fresh(Path place) throws IOException {
        Path absolute = place.toAbsolutePath().normalize();
        if (Files.exists(absolute)) {
            throw new BackupException(absolute + " is there already: a backup is not written over another one");
        }
        Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
        remove(part);
        if (!absolute.toString().endsWith(ZIP)) {
            Files.createDirectories(
                    part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new BackupPlace(absolute, part, null);
        }
        // sealed files are as large as data is: they go by the disk, not by the heap
        FileSystem zip = FileSystems.newFileSystem(
                URI.create("jar:" + part.toUri()), Map.of("create", "true", "useTempFile", "true"));
        // while it is empty: what it is written to takes its mode from it
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
        return new BackupPlace(absolute, part, zip);
    }

    static BackupPlace existing(Path place) throws IOException {
        Path absolute = place.toAbsolutePath().normalize();
        if (!Files.exists(absolute)) {
            throw new BackupException("there is no backup at " + absolute);
        }
        return Files.isDirectory(absolute)
                ? new BackupPlace(absolute, absolute, null)
                : new BackupPlace(absolute, absolute, opened(absolute));
    }

    /** What it says when it is no ZIP file differs with what stands where. */
    private static FileSystem opened(Path file) {
        try {
            return FileSystems.newFileSystem(file);
        } catch (IOException | RuntimeException e) {
            throw new BackupException(
                    file + " is no backup: it is neither a directory nor a ZIP file that can be read");
        }
    }

    Path root() {
        return root;
    }

    Path shown() {
        return shown;
    }

    /** All of it is written. */
    void whole() throws IOException {
        if (zip != null) {
            zip.close();
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
        }
        Files.move(part, shown, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What was not made whole is gone. */
    @Override
    public void close() throws IOException {
        if (zip != null && zip.isOpen()) {
            zip.close();
        }
        if (!part.equals(shown)) {
            remove(part);
        }
    }

    static void remove(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
