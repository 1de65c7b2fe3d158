package io.spicerack.catalog.database;

import io.spicerack.catalog.server.ServerNotices;
import io.spicerack.catalog.server.ServerWords;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what is told to all nodes, over a session of its own: the server says when there is something, and what it says to nobody
 * is found at the next look. What this node has carried out is said in its row. Thread-safe.
 */
final class NodeWords implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(NodeWords.class);
    private static final Duration UNTIL_DONE = Duration.ofMillis(10);

    private final Jdbi sessions;
    private final ThisNode me;
    private final StandbyTerms terms;
    private final Outage outage;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread thread = new Thread(this::run, "node-words");
    private @Nullable Handle session;
    private volatile NodeWord.@Nullable Hearer hearer;
    private volatile long heard;
    private long last = -1;
    private long said = -1;
    private boolean told;

    NodeWords(Jdbi sessions, ThisNode me, StandbyTerms terms, Outage outage) {
        this.sessions = sessions;
        this.me = me;
        this.terms = terms;
        this.outage = outage;
        this.heard = System.nanoTime();
        thread.setDaemon(true);
    }

    void begin(NodeWord.Hearer carriesOut) {
        hearer = carriesOut;
        heard = System.nanoTime();
        thread.start();
    }

    /** Whether it would have heard what was told; also while nobody is there yet who could carry it out, and nothing is open. */
    boolean isHeard() {
        return hearer == null || System.nanoTime() - heard < terms.silence().toNanos();
    }

    private void run() {
        while (!closed.get()) {
            long began = System.nanoTime();
            try {
                look();
                told = false;
            } catch (RuntimeException | SQLException e) {
                drop();
                if (!closed.get() && !isAway(e, began)) {
                    notHeard(e);
                }
                LockSupport.parkNanos(terms.every().toNanos());
            }
        }
        drop();
    }

    private void look() throws SQLException {
        NodeWord.Hearer carriesOut = hearer;
        if (carriesOut == null) {
            return;
        }
        long began = System.nanoTime();
        Handle handle = session == null ? opened() : session;
        session = handle;
        if (last < 0) {
            last = handle.createQuery("SELECT heard_to FROM node WHERE node_id = :node")
                    .bind("node", me.token())
                    .mapTo(long.class)
                    .findOne()
                    .orElse(-1L);
            said = last;
        }
        for (NodeWord word : after(handle)) {
            carriesOut.hear(word);
            last = word.place();
        }
        boolean done = carriesOut.isDone();
        if (done && said < last) {
            long upTo = last;
            int unused = handle.createUpdate("UPDATE node SET heard_to = :place WHERE node_id = :node AND lost = 0")
                    .bind("place", upTo)
                    .bind("node", me.token())
                    .execute();
            said = upTo;
        }
        heard = began;
        ServerNotices.await(handle.getConnection(), done ? terms.every() : UNTIL_DONE);
    }

    private List<NodeWord> after(Handle handle) {
        return handle.createQuery("SELECT place, kind, about FROM node_word WHERE place > :last ORDER BY place")
                .bind("last", last)
                .map(row -> new NodeWord(
                        row.getColumn("place", Long.class),
                        row.getColumn("kind", NodeWord.Kind.class),
                        row.getColumn("about", String.class)))
                .list();
    }

    private Handle opened() throws SQLException {
        Handle handle = sessions.open();
        try {
            handle.getConnection()
                    .setNetworkTimeout(Runnable::run, (int) terms.lease().toMillis());
            ServerNotices.listen(handle.getConnection());
            return handle;
        } catch (RuntimeException | SQLException e) {
            HeldSession.end(handle);
            throw e;
        }
    }

    private boolean isAway(Exception e, long began) {
        return e instanceof CatalogAwayException || outage.isMet(e, began);
    }

    private void notHeard(Exception why) {
        if (!told) {
            told = true;
            LOGGER.atWarn()
                    .addKeyValue("reason", ServerWords.of(why))
                    .log("this node does not hear what others tell, or cannot carry it out; trying again");
        }
    }

    private void drop() {
        Handle gone = session;
        session = null;
        HeldSession.end(gone);
    }

    @Override
    public void close() {
        closed.set(true);
        try {
            thread.join(terms.lease().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
