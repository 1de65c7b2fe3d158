package io.spicerack.catalog.database;

import io.spicerack.catalog.server.ServerWords;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/**
 * The rows in which nodes say that they are alive, over a session of their own: also those write here that may change nothing else.
 * Each statement is a transaction, so that a node which was lost learns of it with its next word. Thread-safe.
 */
final class NodeRows implements AutoCloseable {
    private static final String LAST = " WHERE node_id = :node AND beat = :beat";

    /**
     * What a node said last.
     *
     * @param number another each time
     * @param lost whether it has been replaced, or is about to be
     */
    record Beat(String node, long number, boolean lost) {}

    private final Jdbi sessions;
    private final ThisNode me;
    private final Duration patience;
    private final Clock clock;
    private @Nullable Handle session;

    /** @param patience for how long an answer is waited for */
    NodeRows(Jdbi sessions, ThisNode me, Duration patience, Clock clock) {
        this.sessions = sessions;
        this.me = me;
        this.patience = patience;
        this.clock = clock;
    }

    /** Whether there is a place for them: not before the first node has made the catalog. */
    boolean areKept() {
        return asked(handle -> handle.createQuery(
                        "SELECT to_regclass('node') IS NOT NULL AND to_regclass('setting') IS NOT NULL")
                .mapTo(Boolean.class)
                .one());
    }

    /** Makes this node known; one that was known stays what it was. */
    void enter() {
        int unused = asked(handle -> handle.createUpdate(
                        """
                        INSERT INTO node (node_id, process, host, started, heard, beat, lost, heard_to)
                        VALUES (:node, :process, :host, :started, :now, 0, 0,
                            (SELECT coalesce(max(place), 0) FROM node_word)) ON CONFLICT (node_id) DO NOTHING""")
                .bind("node", me.token())
                .bind("process", me.process())
                .bind("host", me.host())
                .bind("started", me.opened())
                .bind("now", clock.instant())
                .execute());
    }

    /** Says that this node is alive; false where it is no longer believed. */
    boolean beat() {
        return asked(handle -> handle.createUpdate(
                                "UPDATE node SET beat = beat + 1, heard = :now WHERE node_id = :node AND lost = 0")
                        .bind("now", clock.instant())
                        .bind("node", me.token())
                        .execute())
                == 1;
    }

    /** Takes what nobody does of {@code wanted}, and tells what is this node's. */
    Set<String> duties(Set<String> wanted) {
        return asked(handle -> {
            List<NodeDuty> known = handle.createQuery("SELECT duty, node_id FROM node_duty")
                    .map(row ->
                            new NodeDuty(row.getColumn("duty", String.class), row.getColumn("node_id", String.class)))
                    .list();
            Set<String> free = new TreeSet<>(wanted);
            known.forEach(duty -> free.remove(duty.name()));
            for (String duty : free) {
                int unused = handle.createUpdate(
                                """
                                INSERT INTO node_duty (duty, node_id, since)
                                SELECT :duty, node_id, :now FROM node WHERE node_id = :node AND lost = 0
                                ON CONFLICT (duty) DO NOTHING""")
                        .bind("duty", duty)
                        .bind("now", clock.instant())
                        .bind("node", me.token())
                        .execute();
            }
            return handle.createQuery("SELECT duty FROM node_duty WHERE node_id = :node")
                    .bind("node", me.token())
                    .mapTo(String.class)
                    .set();
        });
    }

    /** Another node may take it. */
    void leaveDuty(String duty) {
        int unused = asked(handle -> handle.createUpdate("DELETE FROM node_duty WHERE duty = :duty AND node_id = :node")
                .bind("duty", duty)
                .bind("node", me.token())
                .execute());
    }

    private record NodeDuty(String name, String node) {}

    /** Of the node that works, or did so last; empty where it has left, where it stands by for nobody, and where nobody has come yet. */
    Optional<Beat> working() {
        return asked(handle -> handle.createQuery(
                        """
                        SELECT node.* FROM setting JOIN node ON node_id = split_part(content, ' ', 1)
                        WHERE name = :holder""")
                .bind("holder", HeldSession.HOLDER)
                .map(NodeRows::read)
                .findOne());
    }

    /** Of all nodes but this one. */
    List<Beat> others() {
        return asked(handle -> handle.createQuery("SELECT * FROM node WHERE node_id <> :node")
                .bind("node", me.token())
                .map(NodeRows::read)
                .list());
    }

    /** From now on a node is not believed any more; false where it has said something since. */
    boolean lose(Beat last) {
        return last.lost() || after(last, "UPDATE node SET lost = 1" + LAST);
    }

    /** Takes away what a node said last; false where it has said something since. */
    boolean forget(Beat last) {
        return after(last, "DELETE FROM node" + LAST);
    }

    private boolean after(Beat last, String change) {
        return asked(handle -> handle.createUpdate(change)
                        .bind("node", last.node())
                        .bind("beat", last.number())
                        .execute())
                == 1;
    }

    /** What becomes of this node others need not wait for. */
    void leave() {
        int unused = asked(handle -> handle.createUpdate("DELETE FROM node WHERE node_id = :node")
                .bind("node", me.token())
                .execute());
    }

    private static Beat read(RowView row) {
        return new Beat(
                row.getColumn("node_id", String.class),
                row.getColumn("beat", Long.class),
                row.getColumn("lost", Long.class) != 0);
    }

    private synchronized <T> T asked(Function<Handle, T> question) {
        Handle handle = session == null ? opened() : session;
        session = handle;
        try {
            return question.apply(handle);
        } catch (JdbiException e) {
            if (ServerWords.brokeOff(e)) {
                drop();
            }
            throw e;
        }
    }

    private Handle opened() {
        Handle handle = sessions.open();
        try {
            handle.getConnection().setNetworkTimeout(Runnable::run, (int) patience.toMillis());
            return handle;
        } catch (SQLException e) {
            handle.close();
            throw new CatalogException("the connection to the catalog is of no use: " + ServerWords.of(e), e);
        }
    }

    private void drop() {
        Handle gone = session;
        session = null;
        HeldSession.end(gone);
    }

    @Override
    public synchronized void close() {
        drop();
    }
}
