package io.spicerack.kit.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One JVM at a time has a data directory; the operating system gives it back when that JVM is gone. */
final class ServerDirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private ServerDirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static ServerDirectoryLock take(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new DatabaseServerException(
                    "Cannot start a database server in " + directory
                            + ": one that is running uses it. Stop that, or choose another directory.",
                    null);
        }
        return new ServerDirectoryLock(channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
