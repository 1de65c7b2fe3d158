package io.spicerack.catalog;

import io.spicerack.catalog.database.CatalogException;
import io.spicerack.catalog.database.Fellows;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one thread of one node does while no other does the same. Where one node uses the catalog at a time, it is simply done: there
 * the caller sees to its own threads. Thread-safe.
 */
public final class NodeTurns {
    private static final Logger LOGGER = LoggerFactory.getLogger(NodeTurns.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 50;

    private final Catalog catalog;

    public NodeTurns(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Does {@code work} once no other node does {@code what}; one that is gone does nothing. */
    public <T> T alone(String what, Supplier<T> work) {
        begin(what);
        try {
            return work.get();
        } finally {
            end(what);
        }
    }

    /** Returns once no other node does {@code what}; the caller {@link #end}s it. */
    public void begin(String what) {
        catalog.fellows().ifPresent(nodes -> {
            nodes.turn(what).lock();
            try {
                await(what, nodes.me());
            } catch (RuntimeException e) {
                nodes.turn(what).unlock();
                throw e;
            }
        });
    }

    /** On the thread that began it. */
    public void end(String what) {
        catalog.fellows().ifPresent(nodes -> {
            try {
                end(what, nodes.me());
            } finally {
                nodes.turn(what).unlock();
            }
        });
    }

    /** {@link #alone} for work without a result. */
    public void run(String what, Runnable work) {
        boolean unused = alone(what, () -> {
            work.run();
            return true;
        });
    }

    /** Does it now, or, where another node does it, not at all: then false. */
    public boolean tryRun(String what, Runnable work) {
        Optional<Fellows> nodes = catalog.fellows();
        if (nodes.isEmpty()) {
            work.run();
            return true;
        }
        ReentrantLock turn = nodes.get().turn(what);
        if (!turn.tryLock()) {
            return false;
        }
        try {
            return tryRun(what, nodes.get().me(), work);
        } finally {
            turn.unlock();
        }
    }

    private boolean tryRun(String what, String me, Runnable work) {
        if (!begins(what, me)) {
            return false;
        }
        try {
            work.run();
            return true;
        } finally {
            end(what, me);
        }
    }

    private void await(String what, String me) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!begins(what, me)) {
            if (System.nanoTime() > end) {
                throw new CatalogException("another node has been at " + what + " for " + PATIENCE.toSeconds()
                        + " s, and this one waits no longer. Look at: spicerack nodes. Then try again");
            }
            pause(what);
        }
    }

    private boolean begins(String what, String me) {
        return catalog.write(tx -> tx.nodes().begin(what, me));
    }

    private static void pause(String what) {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for another node to end " + what, e);
        }
    }

    private void end(String what, String me) {
        try {
            catalog.run(tx -> tx.nodes().end(what, me));
        } catch (CatalogException e) {
            // it ends with this node, or with the next time that it does the same
            LOGGER.atWarn().addKeyValue("what", what).setCause(e).log("other nodes are not told that this one is done");
        }
    }
}
