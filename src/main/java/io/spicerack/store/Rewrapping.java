package io.spicerack.store;

import io.spicerack.envelope.TamperedException;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts a version's data key under another KMS key without opening it: the new manifest lies beside the old one until the
 * catalog names it, then takes its place, and so does the key material of each file. Parquet files are not touched. Each
 * step may be repeated. Thread-safe where one thread at a time works on a version.
 */
final class Rewrapping {
    /** The manifest that the catalog may or may not name yet. */
    static final String PENDING = "manifest.rewrapped";

    private static final String UNFINISHED = ".unfinished";

    private final DurableFiles disk;
    private final StoredVersion version;
    private final Path directory;

    Rewrapping(DurableFiles disk, StoredVersion version, Path directory) {
        this.disk = disk;
        this.version = version;
        this.directory = directory;
    }

    RewrappedVersion prepare(byte[] manifest, WrappedKey key) throws TamperedException {
        ManifestFile before = ManifestFile.parse(manifest, version.toString());
        if (before.format() == ManifestFile.KEY_IN_FILES) {
            throw new IllegalStateException("version " + version + " is of format " + ManifestFile.KEY_IN_FILES
                    + ", whose files hold the wrapped key themselves: it cannot be rewrapped. A full refresh moves it");
        }
        byte[] after = before.under(key).json();
        try {
            discard();
            long bytes = after.length;
            for (Path file : files()) {
                String name = file.getFileName().toString();
                if (KeyMaterialFile.isFileName(name)) {
                    bytes += KeyMaterialFile.rewrap(Files.readAllBytes(file), key, file.toString()).length;
                } else if (!name.equals(ManifestFile.NAME)) {
                    bytes += Files.size(file);
                }
            }
            disk.write(directory.resolve(PENDING), after);
            disk.sync(directory);
            return new RewrappedVersion(version, Sha256.hex(after), bytes);
        } catch (IOException e) {
            throw disk.failed("write the rewrapped manifest of version " + version + " in " + directory, e);
        }
    }

    /** The catalog names the new manifest: nothing of the former wrapped key stays on disk. */
    void finish() throws TamperedException {
        Path pending = directory.resolve(PENDING);
        try {
            if (Files.exists(pending)) {
                WrappedKey key = ManifestFile.parse(Files.readAllBytes(pending), version.toString())
                        .key();
                for (Path file : files()) {
                    if (KeyMaterialFile.isFileName(file.getFileName().toString())) {
                        replace(file, KeyMaterialFile.rewrap(Files.readAllBytes(file), key, file.toString()));
                    }
                }
                disk.sync(directory);
                Files.move(pending, directory.resolve(ManifestFile.NAME), StandardCopyOption.ATOMIC_MOVE);
                disk.sync(directory);
            }
        } catch (IOException e) {
            throw disk.failed("finish the rewrap of version " + version + " in " + directory, e);
        }
    }

    /** The catalog never named the new manifest. */
    void discard() throws IOException {
        Files.deleteIfExists(directory.resolve(PENDING));
        for (Path file : files()) {
            if (file.getFileName().toString().endsWith(UNFINISHED)) {
                Files.delete(file);
            }
        }
    }

    private void replace(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + UNFINISHED);
        Files.deleteIfExists(fresh);
        disk.write(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
