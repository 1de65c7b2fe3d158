package io.spicerack.engine;

import io.spicerack.model.Ticker;
import io.spicerack.query.QueryCaller;
import io.spicerack.query.QueryEngine;
import io.spicerack.query.QuerySession;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Answers with DuckDB, which runs in processes of its own. Thread-safe. */
public final class DuckDbEngine implements QueryEngine {
    private final WorkerPool workers;
    private final EngineThreads threads;
    private final Set<EngineSession> sessions = ConcurrentHashMap.newKeySet();

    public DuckDbEngine(EngineConfig config, Ticker ticker) {
        threads = EngineThreads.start();
        workers = new WorkerPool(config, ticker, threads);
        Future<?> unused = threads.timer()
                .scheduleWithFixedDelay(() -> threads.ends().execute(this::endIdle), 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public QuerySession open(QueryCaller caller) {
        EngineSession session = new EngineSession(caller, workers, sessions::remove);
        sessions.add(session);
        return session;
    }

    /** Ends workers that have had nothing to do for a while. */
    void endIdle() {
        workers.endIdle();
    }

    @Override
    public void close() {
        sessions.forEach(EngineSession::close);
        workers.close();
        threads.stop();
    }
}
