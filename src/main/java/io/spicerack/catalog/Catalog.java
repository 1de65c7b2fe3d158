package io.spicerack.catalog;

import io.spicerack.catalog.database.CatalogAwayException;
import io.spicerack.catalog.database.CatalogDatabase;
import io.spicerack.catalog.database.CatalogException;
import io.spicerack.catalog.database.Fellows;
import io.spicerack.catalog.database.NodeUse;
import io.spicerack.catalog.database.PostgresCatalog;
import io.spicerack.catalog.database.SqliteCatalog;
import io.spicerack.catalog.database.StandbyTerms;
import io.spicerack.catalog.server.CatalogServer;
import io.spicerack.catalog.server.ServerWords;
import io.spicerack.model.DirectoryInUseException;
import io.spicerack.model.DirectoryLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The catalog, in a file of SQLite or in a database of PostgreSQL, used by one process at a time, or by nodes that work at once.
 * Thread-safe: one transaction writes, others wait for it; any number of them read meanwhile, each seeing the state of the last commit before its first
 * query. A commit is on disk when {@code write} returns.
 */
public final class Catalog implements AutoCloseable {
    private final CatalogDatabase database;
    private final Clock clock;
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;
    private final ThreadLocal<Boolean> busy = ThreadLocal.withInitial(() -> false);

    private interface Opening {
        CatalogDatabase open(DirectoryLock lock);
    }

    private Catalog(CatalogDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Opens or creates a file and brings its schema up to date; its directory is made with mode 700. */
    public static Catalog open(Path file, Clock clock) {
        Path path = file.toAbsolutePath();
        return open(path.toString(), path, lock -> new SqliteCatalog(path, lock), SqliteCatalog::words, clock);
    }

    /**
     * The same for a database of PostgreSQL.
     *
     * @param file where the catalog would be in a file: its directory is this process's alone too
     */
    public static Catalog open(CatalogServer server, Path file, Clock clock) {
        return open(server, file, clock, NodeUse.ALONE);
    }

    /**
     * The same as one of several nodes: it returns when the catalog is this one's.
     *
     * @param file of this node alone, as is its directory
     */
    public static Catalog open(CatalogServer server, Path file, Clock clock, StandbyTerms terms) {
        return open(server, file, clock, NodeUse.inTurns(terms));
    }

    /**
     * The same as one of several nodes that work at the same time.
     *
     * @param file of this node alone, as is its directory
     */
    public static Catalog together(CatalogServer server, Path file, Clock clock, StandbyTerms terms) {
        return open(server, file, clock, NodeUse.together(terms));
    }

    private static Catalog open(CatalogServer server, Path file, Clock clock, NodeUse use) {
        return open(
                server.address().toString(),
                file.toAbsolutePath(),
                lock -> new PostgresCatalog(server, lock, use, clock),
                ServerWords::of,
                clock);
    }

    private static Catalog open(
            String place, Path file, Opening opening, Function<Throwable, String> reason, Clock clock) {
        DirectoryLock lock = lock(file);
        try {
            return new Catalog(opening.open(lock), clock);
        } catch (RuntimeException e) {
            lock.close();
            if (e instanceof CatalogException) {
                throw e;
            }
            throw new CatalogException("the catalog " + place + " cannot be opened: " + reason.apply(e), e);
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

    /** As messages call it: the file, or the server and its database. */
    public String place() {
        return database.place();
    }

    /** False where another node may have it by now: who reads is to stop. */
    public boolean isHeld() {
        return database.isHeld();
    }

    /** This process among the nodes that work on it at once; empty where one works at a time. */
    public Optional<Fellows> fellows() {
        return database.fellows();
    }

    /** Whether this process does something which one node at a time does. */
    public boolean does(String duty) {
        return fellows().map(nodes -> nodes.has(duty)).orElse(true);
    }

    /** It is not for this process any more. */
    public void leaves(String duty) {
        fellows().ifPresent(nodes -> nodes.leave(duty));
    }

    /** What tells it from a copy of it. */
    CatalogDatabase.Mark mark() {
        return database.mark();
    }

    /** It is good as it is. */
    void adopt() {
        database.adopt();
    }

    /** Why a transaction failed. */
    String reason(Throwable failure) {
        return database.reason(failure);
    }

    /** {@link #read} past the stores. */
    <T extends @Nullable Object> T inHandle(Function<Handle, T> query) {
        return alone(() -> database.read(query));
    }

    /** {@link #write} past the stores. */
    <T extends @Nullable Object> T changing(Function<Handle, T> change) {
        return alone(() -> database.write(change));
    }

    /** Reads in one transaction: all queries in it see the same state. A change is refused. */
    public <T extends @Nullable Object> T read(Function<CatalogTransaction, T> query) {
        return inHandle(handle -> query.apply(new CatalogTransaction(handle, clock)));
    }

    /** Changes the catalog in one transaction; any exception that {@code change} throws undoes all of it. */
    public <T extends @Nullable Object> T write(Function<CatalogTransaction, T> change) {
        return changing(handle -> change.apply(new CatalogTransaction(handle, clock)));
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
                database.close();
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
                // it may belong to another process by now
                throw new CatalogException("the catalog " + place() + " is closed; the service is stopping");
            }
            return work.get();
        } catch (JdbiException e) {
            String what = "the catalog " + place() + " failed: " + database.reason(e);
            throw database.isAway(e) ? new CatalogAwayException(what) : new CatalogException(what, e);
        } finally {
            use.readLock().unlock();
            busy.remove();
        }
    }
}
