package io.spicerack.catalog;

import io.spicerack.model.DirectoryInUseException;
import io.spicerack.model.DirectoryLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The catalog's file, opened by one process at a time. Thread-safe: one transaction writes, others wait for it; any number
 * of them read meanwhile, each seeing the state of the last commit before its first query. A commit is on disk when
 * {@code write} returns.
 */
public final class Catalog implements AutoCloseable {
    private final Path file;
    private final Clock clock;
    private final DirectoryLock lock;
    private final ReadConnections readers;
    private final Handle writer;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;
    private final ThreadLocal<Boolean> busy = ThreadLocal.withInitial(() -> false);

    private Catalog(Path file, Clock clock, DirectoryLock lock, SqliteFile database) {
        this.file = file;
        this.clock = clock;
        this.lock = lock;
        this.readers = new ReadConnections(database.readers());
        this.writer = database.writer().open();
    }

    /** Opens or creates the catalog and brings its schema up to date; its directory is made with mode 700. */
    public static Catalog open(Path file, Clock clock) {
        Path path = file.toAbsolutePath();
        DirectoryLock lock = lock(path);
        try {
            SqliteFile database = new SqliteFile(path);
            database.migrate();
            return new Catalog(path, clock, lock, database);
        } catch (RuntimeException e) {
            lock.close();
            if (e instanceof CatalogException) {
                throw e;
            }
            throw new CatalogException("the catalog " + path + " cannot be opened: " + SqliteFile.reason(e), e);
        }
    }

    private static DirectoryLock lock(Path catalog) {
        try {
            return DirectoryLock.take(catalog.resolveSibling(catalog.getFileName() + ".lock"));
        } catch (DirectoryInUseException e) {
            throw new CatalogException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CatalogException(
                    "the data directory " + catalog.getParent() + " cannot be used: " + e
                            + "; it must be a directory that user '" + System.getProperty("user.name") + "' may write",
                    e);
        }
    }

    public Path file() {
        return file;
    }

    /** What tells the data directory from a copy of it: the number of its lock file; empty where files have none. */
    public Optional<String> lockFileNumber() {
        try {
            return lock.number();
        } catch (IOException e) {
            throw new CatalogException("the lock of the data directory cannot be looked at: " + e, e);
        }
    }

    /** Reads in one transaction: all queries in it see the same state. A change is refused. */
    public <T extends @Nullable Object> T read(Function<CatalogTransaction, T> query) {
        return alone(() -> readers.inTransaction(handle -> query.apply(new CatalogTransaction(handle, clock))));
    }

    /** Changes the catalog in one transaction; any exception that {@code change} throws undoes all of it. */
    public <T extends @Nullable Object> T write(Function<CatalogTransaction, T> change) {
        return alone(() -> {
            turn.lock();
            try {
                return writer.inTransaction(handle -> change.apply(new CatalogTransaction(handle, clock)));
            } finally {
                turn.unlock();
            }
        });
    }

    /** {@link #write} for a change without a result. */
    public void run(Consumer<CatalogTransaction> change) {
        this.<@Nullable Void>write(tx -> {
            change.accept(tx);
            return null;
        });
    }

    /** Waits for the transactions that are under way, refuses later ones, and lets the next process in. Idempotent. */
    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                // the last one to close may write, and takes the -wal file along
                readers.close();
                writer.close();
                lock.close();
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    private <T extends @Nullable Object> T alone(Supplier<T> work) {
        if (busy.get()) {
            throw new IllegalStateException("a catalog transaction was started inside another one of the same thread;"
                    + " use the transaction at hand");
        }
        busy.set(true);
        use.readLock().lock();
        try {
            if (closed) {
                // the file may belong to another process by now
                throw new CatalogException("the catalog " + file + " is closed; the service is stopping");
            }
            return work.get();
        } catch (JdbiException e) {
            throw new CatalogException("the catalog " + file + " failed: " + SqliteFile.reason(e), e);
        } finally {
            use.readLock().unlock();
            busy.remove();
        }
    }
}
