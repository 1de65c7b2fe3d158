package io.spicerack.engine;

import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** The workers, each of one principal: nothing that one has in memory is in the process of another. Thread-safe. */
final class WorkerPool implements AutoCloseable {
    private static final class Kept {
        private final WorkerProcess worker;
        private Moment used;

        Kept(WorkerProcess worker, Moment used) {
            this.worker = worker;
            this.used = used;
        }
    }

    /** A worker, and the conversation that was begun with it. */
    record Begun(WorkerProcess worker, Conversation conversation) {}

    private final EngineConfig config;
    private final Ticker ticker;
    private final ScheduledExecutorService timer;
    private final Map<String, Kept> kept = new HashMap<>();
    private boolean closed;

    WorkerPool(EngineConfig config, Ticker ticker, ScheduledExecutorService timer) {
        this.config = config;
        this.ticker = ticker;
        this.timer = timer;
    }

    /** The principal's worker, which is started where there is none, with a conversation that keeps it from being idle. */
    synchronized Begun begin(String principal) throws QueryRefusal {
        if (closed) {
            throw new QueryRefusal(SqlState.ADMIN_SHUTDOWN, "the service is stopping. Ask again when it runs");
        }
        Kept found = kept.get(principal);
        if (found != null && found.worker.isGone()) {
            kept.remove(principal);
            found = null;
        }
        if (found == null) {
            makeRoom();
            found = new Kept(WorkerProcess.start(config, timer), ticker.now());
            kept.put(principal, found);
        }
        found.used = ticker.now();
        return new Begun(found.worker, found.worker.begin());
    }

    private void makeRoom() throws QueryRefusal {
        kept.values().removeIf(each -> each.worker.isGone());
        if (kept.size() < config.workers()) {
            return;
        }
        Optional<Map.Entry<String, Kept>> idle = kept.entrySet().stream()
                .filter(each -> each.getValue().worker.isIdle())
                .max(Comparator.comparing(each -> ticker.since(each.getValue().used)));
        if (idle.isEmpty()) {
            throw new QueryRefusal(
                    SqlState.TOO_MANY_CONNECTIONS,
                    "the engine works for " + config.workers() + " principals already (spicerack.sql.workers). Ask again"
                            + " when a statement of theirs has ended");
        }
        kept.remove(idle.get().getKey());
        idle.get().getValue().worker.close();
    }

    /** Ends those that have had nothing to do for a while. */
    synchronized void endIdle() {
        kept.values().removeIf(each -> {
            boolean idle =
                    each.worker.isIdle() && ticker.since(each.used).compareTo(config.idle()) > 0 || each.worker.isGone();
            if (idle) {
                each.worker.close();
            }
            return idle;
        });
    }

    @Override
    public synchronized void close() {
        closed = true;
        kept.values().forEach(each -> each.worker.kill());
        kept.values().forEach(each -> each.worker.close());
        kept.clear();
    }
}
