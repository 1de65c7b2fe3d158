package io.spicerack.catalog.database;

import io.spicerack.model.DirectoryLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A catalog in a file, whose directory one process uses at a time. */
public final class SqliteCatalog implements CatalogDatabase {
    private final Path file;
    private final DirectoryLock lock;
    private final ReadConnections readers;
    private final Handle writer;
    private final ReentrantLock turn = new ReentrantLock(true);

    /** @param lock on the file's directory, which goes with it */
    public SqliteCatalog(Path file, DirectoryLock lock) {
        SqliteFile database = new SqliteFile(file);
        database.migrate();
        this.file = file;
        this.lock = lock;
        this.readers = new ReadConnections(database.readers());
        this.writer = database.writer().open();
    }

    @Override
    public String place() {
        return file.toString();
    }

    /** The file's number is another where a directory was copied; that of the catalog itself is not, as it is replaced. */
    @Override
    public Mark mark() {
        try {
            return new Mark("the data directory of " + file, "lock file", lock.number());
        } catch (IOException e) {
            throw new CatalogException("the lock of the data directory cannot be looked at: " + e, e);
        }
    }

    @Override
    public <T extends @Nullable Object> T read(Function<Handle, T> query) {
        return readers.inTransaction(query);
    }

    @Override
    public <T extends @Nullable Object> T write(Function<Handle, T> change) {
        turn.lock();
        try {
            return writer.inTransaction(change::apply);
        } finally {
            turn.unlock();
        }
    }

    /** Why it failed, and the way out. */
    public static String words(Throwable failure) {
        return SqliteFile.reason(failure);
    }

    @Override
    public String reason(Throwable failure) {
        return words(failure);
    }

    @Override
    public void close() {
        // the last one to close may write, and takes the -wal file along
        readers.close();
        writer.close();
        lock.close();
    }
}
