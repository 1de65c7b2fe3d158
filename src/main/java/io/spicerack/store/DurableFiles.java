package io.spicerack.store;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files and directories of the store: for their owner alone, durable, and never silently full. Thread-safe. */
final class DurableFiles {
    private static final Set<StandardOpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);

    private final Path root;
    private final long freeFloor;
    private final boolean posix;

    DurableFiles(Path root, long freeFloor) {
        this.root = root;
        this.freeFloor = freeFloor;
        this.posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!Files.isDirectory(root)) {
            try {
                Files.createDirectories(root, owner("rwx------"));
            } catch (IOException e) {
                throw failed("create the store directory " + root, e);
            }
        }
    }

    /** Refuses with the way out when less than the floor is free. */
    void checkFree() {
        long free = free();
        if (free < freeFloor) {
            throw full(free, null);
        }
    }

    /** Makes a directory that may be there already, durable in its parent. */
    void directory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, owner("rwx------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
    }

    void newDirectory(Path directory) throws IOException {
        Files.createDirectory(directory, owner("rwx------"));
    }

    FileChannel newFile(Path file) throws IOException {
        return FileChannel.open(file, NEW, owner("rw-------"));
    }

    /** A new file with these bytes, on disk when it returns. */
    void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = newFile(file)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /** Waits until the disk has the directory's entries. Where a directory cannot be opened (Windows) there is no such wait. */
    void sync(Path directory) throws IOException {
        if (posix) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Deletes a directory with all in it, following no link; what is gone already counts as deleted. */
    static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The exception for {@code e}: a full disk is told apart. */
    RuntimeException failed(String what, IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
            return full(free(), e);
        }
        return new UncheckedIOException("cannot " + what, e);
    }

    private IngestionException full(long free, @Nullable Throwable cause) {
        return new IngestionException(
                IngestionErrorType.ACCOUNT_CAPACITY_LIMIT_EXCEEDED,
                "The disk of the store " + root + " is full: " + free + " bytes are free, at least " + freeFloor
                        + " must stay free. Free space there, or move the store to a larger disk, and refresh again;"
                        + " the version that was current stays so.",
                cause);
    }

    private long free() {
        try {
            return Files.getFileStore(root).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the free space of the store " + root, e);
        }
    }

    private FileAttribute<?>[] owner(String permissions) {
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
