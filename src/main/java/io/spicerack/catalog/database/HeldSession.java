package io.spicerack.catalog.database;

import io.spicerack.catalog.server.ServerWords;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The session that holds a catalog in PostgreSQL, and over which alone it is changed. A lock of the session keeps everybody else
 * from opening it; the server drops it with the session, whatever became of us. Who opened it last has left a token in it, and
 * each transaction looks for its own first, under a lock on it: one that was paused or cut off, and whose place another has
 * taken meanwhile, changes nothing any more. Thread-safe.
 */
final class HeldSession implements AutoCloseable {
    /** That knows whether a text is JSON. */
    private static final int OLDEST = 16;

    static final String HOLDER = "catalog.holder";
    private static final Duration OUTCOME_KNOWN = Duration.ofSeconds(20);
    private static final int END_MILLIS = 5_000;
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private final Jdbi sessions;
    private final String place;
    private final ThisNode me;
    private final CatalogUse use;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final OwnChanges changes;
    private @Nullable Handle session;

    HeldSession(Jdbi sessions, String place, ThisNode me, CatalogUse use) {
        this.sessions = sessions;
        this.place = place;
        this.me = me;
        this.use = use;
        this.changes = new OwnChanges(place, me);
    }

    String place() {
        return place;
    }

    /** Throws where another has the lock. */
    void open() {
        turn.lock();
        try {
            session = held();
        } finally {
            turn.unlock();
        }
    }

    /** False where another has the lock. */
    boolean tryOpen() {
        turn.lock();
        try {
            Handle opened = opened();
            if (!isLocked(opened)) {
                end(opened);
                return false;
            }
            session = opened;
            return true;
        } finally {
            turn.unlock();
        }
    }

    /** Ends the session of whoever has the lock. */
    void endOthers() {
        try (Handle ending = sessions.open()) {
            int unused = ending.createQuery("SELECT pg_terminate_backend(pid, :patience) FROM (" + CatalogUse.HOLDER
                            + ") AS holder WHERE pid <> pg_backend_pid()")
                    .bind("patience", END_MILLIS)
                    .mapTo(Boolean.class)
                    .list()
                    .size();
        } catch (JdbiException e) {
            if (!ServerWords.isForbidden(e)) {
                throw e;
            }
            throw new CatalogException(
                    "the session of " + shownHolder() + " in the catalog " + place
                            + " is to be ended, since it is silent, and another user of the database has it. End it by"
                            + " hand, or let all nodes log in as one user",
                    e);
        }
    }

    private Handle opened() {
        Handle opened = sessions.open();
        try {
            int version = one(opened, "SELECT current_setting('server_version_num')", Integer.class) / 10_000;
            if (version < OLDEST) {
                throw new CatalogException("the catalog " + place + " cannot be opened: its server is PostgreSQL "
                        + version + "; it must be " + OLDEST + " or newer");
            }
            return opened;
        } catch (RuntimeException e) {
            try (opened) {
                throw e;
            }
        }
    }

    private boolean isLocked(Handle opened) {
        return use.take(opened, me);
    }

    /** Ends the session of a node that is not believed any more. */
    void end(String node) {
        try (Handle ending = sessions.open()) {
            int unused = ending.createQuery("SELECT pg_terminate_backend(pid, :patience) FROM (" + CatalogUse.NODE
                            + ") AS gone WHERE pid <> pg_backend_pid()")
                    .bind("patience", END_MILLIS)
                    .bind("number", ThisNode.shownNumber(node))
                    .mapTo(Boolean.class)
                    .list()
                    .size();
        }
    }

    /** Whether the catalog is held by somebody who uses it alone. */
    boolean isAnothersAlone() {
        try (Handle asking = sessions.open()) {
            return one(asking, CatalogUse.IS_ALONE, Boolean.class);
        }
    }

    /** A session that has the lock. */
    private Handle held() {
        Handle opened = opened();
        try {
            long end = System.nanoTime() + OUTCOME_KNOWN.toNanos();
            while (!isLocked(opened)) {
                if (isOurs(opened) && System.nanoTime() < end) {
                    // our own session that broke off: the server has not noticed yet
                    LockSupport.parkNanos(LOOK_NANOS);
                    continue;
                }
                throw inUse(use.wayOut());
            }
            return opened;
        } catch (RuntimeException e) {
            try (opened) {
                throw e;
            }
        }
    }

    CatalogException inUse(String wayOut) {
        return new CatalogException("the catalog " + place + " is in use by " + shownHolder() + ". " + wayOut);
    }

    /** Who has the lock is gone from here on: its session has ended. */
    void begin() {
        session()
                .createUpdate("INSERT INTO setting (name, content) VALUES (:holder, :here)"
                        + " ON CONFLICT (name) DO UPDATE SET content = excluded.content")
                .bind("holder", HOLDER)
                .bind("here", use.signed(me))
                .execute();
        changes.begin(session());
    }

    /** Tables of somebody else's would be taken for steps of ours, and the catalog would be dropped with them. */
    void refuseOthersTables() {
        long tables = one(
                session(),
                "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
                        + " AND to_regclass('flyway_schema_history') IS NULL",
                Long.class);
        if (tables > 0) {
            throw new CatalogException("the database of the catalog " + place + " has " + tables
                    + " tables of something else; give the catalog a database of its own");
        }
    }

    /** Of the server and the database in it, which replicas share and no dump takes along; empty where it may not be asked. */
    Optional<String> number() {
        turn.lock();
        try {
            return Optional.of(one(
                    session(),
                    "SELECT system_identifier || '-' || oid FROM pg_control_system(), pg_database"
                            + " WHERE datname = current_database()",
                    String.class));
        } catch (JdbiException e) {
            if (!ServerWords.isForbidden(e)) {
                throw e;
            }
            return Optional.empty();
        } finally {
            turn.unlock();
        }
    }

    <T extends @Nullable Object> T inTransaction(Function<Handle, T> change) {
        turn.lock();
        try {
            OwnChanges.Begun begun = begun();
            Handle handle = session();
            T result = applied(handle, change);
            commit(handle, begun.transaction());
            return result;
        } finally {
            turn.unlock();
        }
    }

    /** Where the session broke off since the last one, the first statement tells, before anything is changed: a new one does. */
    private OwnChanges.Begun begun() {
        boolean open = session != null;
        try {
            return checked(session());
        } catch (JdbiException e) {
            if (!open || !ServerWords.brokeOff(e)) {
                throw e;
            }
            drop();
            return checked(session());
        }
    }

    private OwnChanges.Begun checked(Handle handle) {
        handle.begin();
        try {
            OwnChanges.Begun begun = changes.next(handle);
            if (!use.isSigned(begun.holder(), me)) {
                throw new CatalogException(
                        "the catalog " + place + " was taken over by " + ThisNode.words(begun.holder())
                                + " while this Spicerack was cut off from it, and is changed by that one alone. Stop"
                                + " one of the two");
            }
            if (use == CatalogUse.TOGETHER && !isBelieved(handle)) {
                throw new CatalogException("this node was silent for too long, and others have ended what it did on"
                        + " the catalog " + place + ": it changes nothing any more. Start it again");
            }
            changes.refuseLost(handle, begun);
            return begun;
        } catch (RuntimeException e) {
            undo(handle);
            throw e;
        }
    }

    /** Asked once its turn has come: what others have said of it until then is seen. */
    private boolean isBelieved(Handle handle) {
        return handle.createQuery("SELECT EXISTS (SELECT 1 FROM node WHERE node_id = :node AND lost = 0)")
                .bind("node", me.token())
                .mapTo(Boolean.class)
                .one();
    }

    private <T extends @Nullable Object> T applied(Handle handle, Function<Handle, T> change) {
        try {
            return change.apply(handle);
        } catch (RuntimeException | Error e) {
            undo(handle);
            if (ServerWords.brokeOff(e)) {
                drop();
            }
            throw e;
        }
    }

    /** One whose answer was lost may have been made: the server is asked. */
    private void commit(Handle handle, String transaction) {
        try {
            handle.commit();
        } catch (JdbiException e) {
            if (!ServerWords.brokeOff(e)) {
                undo(handle);
                throw e;
            }
            drop();
            if (!wasCommitted(transaction, e)) {
                throw e;
            }
        }
        changes.confirmed();
    }

    /** Throws where the server does not tell: whoever is told so must neither repeat nor undo it. */
    private boolean wasCommitted(String transaction, JdbiException lost) {
        long end = System.nanoTime() + OUTCOME_KNOWN.toNanos();
        do {
            LockSupport.parkNanos(LOOK_NANOS);
            try (Handle asking = sessions.open()) {
                Optional<Boolean> made = changes.wasMade(asking, Long.parseLong(transaction));
                if (made.isPresent()) {
                    return made.get();
                }
            } catch (JdbiException e) {
                // not reached yet: it is asked again
            }
        } while (System.nanoTime() < end);
        changes.doubted();
        throw new CatalogException(
                "whether the last change of the catalog " + place
                        + " was made is not known: its server did not tell within " + OUTCOME_KNOWN.toSeconds()
                        + " s. Look at what it was about before you repeat it",
                lost);
    }

    /** Whether what this process knows is more than what the catalog has. */
    boolean isBehind() {
        return changes.areLost();
    }

    /** Somebody has decided to go on with a catalog that lacks confirmed changes. */
    void adopt() {
        turn.lock();
        try {
            changes.adopt(session());
        } finally {
            turn.unlock();
        }
    }

    /** Ends what was begun, if the session is still there. */
    static void undo(Handle handle) {
        try {
            handle.rollback();
        } catch (RuntimeException e) {
            // the session is gone, and what it began with it
        }
    }

    private Handle session() {
        Handle known = session;
        if (known == null) {
            known = held();
            session = known;
        }
        return known;
    }

    private void drop() {
        Handle gone = session;
        session = null;
        end(gone);
    }

    /** Closes a session, which may be gone already. */
    static void end(@Nullable Handle gone) {
        if (gone != null) {
            try {
                gone.close();
            } catch (RuntimeException e) {
                // it was gone
            }
        }
    }

    /** Who has the catalog, for people. */
    String shownHolder() {
        try (Handle asking = sessions.open()) {
            return found(asking).map(ThisNode::words).orElse("another process");
        }
    }

    private boolean isOurs(Handle asking) {
        return found(asking).filter(text -> use.isSigned(text, me)).isPresent();
    }

    /** Empty also while somebody else makes the catalog. */
    private static Optional<String> found(Handle asking) {
        try {
            return asking.createQuery("SELECT content FROM setting WHERE name = :holder")
                    .bind("holder", HOLDER)
                    .mapTo(String.class)
                    .findOne();
        } catch (JdbiException e) {
            return Optional.empty();
        }
    }

    private static <T> T one(Handle handle, String sql, Class<T> type) {
        return handle.createQuery(sql).mapTo(type).one();
    }

    @Override
    public void close() {
        drop();
    }
}
