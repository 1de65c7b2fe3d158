package io.spicerack.engine;

import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The workers, each of one principal: nothing that one has in memory is in the process of another. One that starts, which takes
 * a second, keeps its own principal waiting alone. Thread-safe.
 */
final class WorkerPool implements AutoCloseable {
    /** A worker, and the conversation that was begun with it. */
    record Begun(WorkerProcess worker, Conversation conversation) {}

    /** The place of a principal. Its lock is held while its worker starts, and is taken before that of the pool. */
    private static final class Place {
        private final ReentrantLock starting = new ReentrantLock();
        private @Nullable WorkerProcess worker;
        private Moment used;

        Place(Moment used) {
            this.used = used;
        }

        boolean isIdle() {
            WorkerProcess there = worker;
            return !starting.isLocked()
                    && !starting.hasQueuedThreads()
                    && (there == null || there.isIdle() || there.isGone());
        }
    }

    private final EngineConfig config;
    private final Ticker ticker;
    private final EngineThreads threads;
    private final Map<String, Place> places = new HashMap<>();
    private boolean closed;

    WorkerPool(EngineConfig config, Ticker ticker, EngineThreads threads) {
        this.config = config;
        this.ticker = ticker;
        this.threads = threads;
    }

    /** The principal's worker, which is started where there is none, with a conversation that keeps it from being idle. */
    Begun begin(String principal) throws QueryRefusal {
        while (true) {
            Place place = place(principal);
            place.starting.lock();
            try {
                WorkerProcess worker = place.worker;
                if (worker == null || worker.isGone()) {
                    worker = WorkerProcess.start(config, threads);
                }
                Optional<Begun> begun = begin(principal, place, worker);
                if (begun.isPresent()) {
                    return begun.get();
                }
            } finally {
                place.starting.unlock();
            }
        }
    }

    /** Begins a conversation, unless the place was taken away in between. */
    private synchronized Optional<Begun> begin(String principal, Place place, WorkerProcess worker)
            throws QueryRefusal {
        if (closed || places.get(principal) != place) {
            worker.kill();
            refuseClosed();
            return Optional.empty();
        }
        place.worker = worker;
        place.used = ticker.now();
        return Optional.of(new Begun(worker, worker.begin()));
    }

    private void refuseClosed() throws QueryRefusal {
        if (closed) {
            throw new QueryRefusal(SqlState.ADMIN_SHUTDOWN, "the service is stopping. Ask again when it runs");
        }
    }

    private synchronized Place place(String principal) throws QueryRefusal {
        refuseClosed();
        Place found = places.get(principal);
        if (found == null) {
            makeRoom();
            found = new Place(ticker.now());
            places.put(principal, found);
        }
        return found;
    }

    private void makeRoom() throws QueryRefusal {
        if (places.size() < config.workers()) {
            return;
        }
        Optional<Map.Entry<String, Place>> idle = places.entrySet().stream()
                .filter(each -> each.getValue().isIdle())
                .max(Comparator.comparing(each -> ticker.since(each.getValue().used)));
        if (idle.isEmpty()) {
            throw new QueryRefusal(
                    SqlState.TOO_MANY_CONNECTIONS,
                    "the engine works for " + config.workers()
                            + " principals already (spicerack.sql.workers). Ask again"
                            + " when a statement of theirs has ended");
        }
        places.remove(idle.get().getKey());
        end(idle.get().getValue());
    }

    private static void end(Place place) {
        WorkerProcess worker = place.worker;
        if (worker != null) {
            worker.close();
        }
    }

    /** Ends those that have had nothing to do for a while. */
    void endIdle() {
        List<Place> ended = new ArrayList<>();
        synchronized (this) {
            places.values().removeIf(each -> {
                boolean idle = each.isIdle() && ticker.since(each.used).compareTo(config.idle()) > 0;
                if (idle) {
                    ended.add(each);
                }
                return idle;
            });
        }
        ended.forEach(WorkerPool::end);
    }

    @Override
    public void close() {
        List<Place> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(places.values());
            places.clear();
        }
        for (Place place : left) {
            WorkerProcess worker = place.worker;
            if (worker != null) {
                worker.kill();
            }
        }
        left.forEach(WorkerPool::end);
    }
}
