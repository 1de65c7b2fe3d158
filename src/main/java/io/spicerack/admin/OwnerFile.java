package io.spicerack.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Small files that only their owner may read, from their first byte on. */
final class OwnerFile {
    private OwnerFile() {}

    /** Replaces {@code file} at once: whoever reads it sees the old text or the new one. */
    static void write(Path file, String text) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.toAbsolutePath().resolveSibling(""), attributes(file, "rwx------"));
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, attributes(file, "rw-------"));
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write " + file + "; the commands read it to reach the service: make its directory writable",
                    e);
        }
    }

    private static FileAttribute<?>[] attributes(Path file, String permissions) {
        Set<String> views = file.getFileSystem().supportedFileAttributeViews();
        return views.contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
