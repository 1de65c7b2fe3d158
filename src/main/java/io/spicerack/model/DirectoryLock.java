package io.spicerack.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps everybody else away from a data directory: a lock on a file in it, which the operating system drops when the process
 * ends, however it ends. The file holds the process id and stays. Thread-safe.
 */
public final class DirectoryLock implements AutoCloseable {
    /**
     * The files that this process has locked. They may not be opened a second time here: on POSIX systems a process loses its
     * locks on a file as soon as it closes any of its descriptors of it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Locks {@code file}, and makes its directory with mode 700 where it is missing. */
    public static DirectoryLock take(Path file) throws IOException, DirectoryInUseException {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent();
        if (directory == null) {
            throw new IOException(file + " is no file in a directory");
        }
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Path one = directory.toRealPath().resolve(absolute.getFileName());
        if (!HELD.add(one)) {
            throw new DirectoryInUseException(directory, ownPid());
        }
        try {
            return new DirectoryLock(one, locked(one, directory));
        } catch (IOException | DirectoryInUseException | RuntimeException e) {
            HELD.remove(one);
            throw e;
        }
    }

    private static FileChannel locked(Path file, Path directory) throws IOException, DirectoryInUseException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            if (channel.tryLock() == null) {
                throw new DirectoryInUseException(
                        directory, Files.readString(file).strip());
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(ownPid().getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } catch (IOException | DirectoryInUseException | RuntimeException e) {
            try (channel) {
                throw e;
            }
        }
    }

    /** The file's number on its disk, which no copy has; empty where files have none. */
    public Optional<String> number() throws IOException {
        try {
            return Optional.of(String.valueOf(Files.getAttribute(file, "unix:ino")));
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String ownPid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    /** Idempotent. */
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the lock " + file + " cannot be released", e);
        } finally {
            HELD.remove(file);
        }
    }
}
