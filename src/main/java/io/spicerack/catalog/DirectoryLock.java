package io.spicerack.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second process away from a data directory: a file lock beside the catalog, which the operating system drops when
 * the process ends, however it ends. The file holds the process id and stays.
 */
final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DirectoryLock take(Path catalogFile) {
        Path directory = catalogFile.toAbsolutePath().getParent();
        Path lockFile = lockFile(catalogFile);
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            FileChannel channel = FileChannel.open(
                    lockFile,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            if (tryLock(channel) == null) {
                channel.close();
                throw new CatalogException("the data directory " + directory + " is in use by process "
                        + Files.readString(lockFile).strip() + "; stop it, or choose another data directory");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DirectoryLock(channel);
        } catch (IOException e) {
            throw new CatalogException(
                    "the data directory " + directory + " cannot be used: " + e + "; it must be a directory that user '"
                            + System.getProperty("user.name") + "' may write",
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this same process has it open already
        }
    }

    /** The file's number on its disk, which no copy has; empty where files have none. */
    static Optional<String> number(Path catalogFile) {
        try {
            return Optional.of(String.valueOf(Files.getAttribute(lockFile(catalogFile), "unix:ino")));
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CatalogException("the lock of the data directory cannot be looked at: " + e, e);
        }
    }

    private static Path lockFile(Path catalogFile) {
        return catalogFile.resolveSibling(catalogFile.getFileName() + ".lock");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new CatalogException("the lock of the data directory cannot be released: " + e, e);
        }
    }
}
