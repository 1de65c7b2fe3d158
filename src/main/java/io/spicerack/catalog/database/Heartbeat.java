package io.spicerack.catalog.database;

import io.spicerack.catalog.database.NodeRows.Beat;
import io.spicerack.catalog.server.ServerWords;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says again and again that a node which works is alive, and takes the rows of others away that are not. A node that could not
 * say so for longer than its terms allow takes itself for replaced before anybody replaces it. Thread-safe.
 */
final class Heartbeat implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Heartbeat.class);

    private final NodeRows rows;
    private final StandbyTerms terms;
    private final SilentNodes others;
    private final HeartbeatTask task;
    private final Outage outage;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread beating = new Thread(work, "node-heartbeat");
        beating.setDaemon(true);
        return beating;
    });
    private volatile long heard;
    private volatile boolean replaced;
    private boolean told;

    Heartbeat(NodeRows rows, StandbyTerms terms, HeartbeatTask task, Outage outage) {
        this.rows = rows;
        this.terms = terms;
        this.task = task;
        this.outage = outage;
        this.others = new SilentNodes(terms.lease());
    }

    void begin() {
        heard = System.nanoTime();
        long every = terms.every().toMillis();
        var unused = thread.scheduleWithFixedDelay(this::beat, 0, every, TimeUnit.MILLISECONDS);
    }

    /** Whether nobody can have replaced this node yet. */
    boolean isHeard() {
        return !replaced
                && task.hears()
                && System.nanoTime() - heard < terms.silence().toNanos();
    }

    private void beat() {
        // before it is said: whoever hears it begins to count later
        long said = System.nanoTime();
        try {
            if (!task.hears()) {
                // others replace it, as if it were silent
                return;
            }
            if (!rows.beat()) {
                end();
                return;
            }
            heard = said;
            told = false;
            outage.over();
            List<Beat> all = rows.others();
            for (Beat other : all) {
                if (others.isSilent(other)) {
                    task.end(other);
                }
            }
            task.met(all);
        } catch (RuntimeException e) {
            others.forgetAll();
            if (!outage.isMet(e, said) && !told) {
                told = true;
                LOGGER.atWarn()
                        .addKeyValue("reason", ServerWords.of(e))
                        .log("this node cannot say that it is alive; trying again");
            }
        }
    }

    private void end() {
        if (!replaced && !thread.isShutdown()) {
            replaced = true;
            LOGGER.atError().log("this node was silent for too long, and another has taken its place: it ends here");
            terms.replaced().run();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
