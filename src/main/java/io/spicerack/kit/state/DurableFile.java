package io.spicerack.kit.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that hold the old or the new content, never half of one, after a kill or a power cut. Thread-safe per file. */
final class DurableFile {
    /** Ending of a file that was being written when the process ended; its content counts for nothing. */
    static final String STAGED = ".staged";

    private DurableFile() {}

    /** Replaces {@code file}, readable by its owner only; the content is on disk when this returns. */
    static void write(Path file, byte[] content) throws IOException {
        Path staged = file.resolveSibling(file.getFileName() + STAGED);
        Files.deleteIfExists(staged);
        try {
            try (FileChannel channel = FileChannel.open(
                    staged,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(staged);
        }
        force(directoryOf(file));
    }

    static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        force(directoryOf(file));
    }

    private static Path directoryOf(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(file + " is not inside a directory");
        }
        return directory;
    }

    /** A rename is durable only once the directory is. */
    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
