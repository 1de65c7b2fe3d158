package io.spicerack.engine;

import io.spicerack.engine.pipe.PipeContent;
import io.spicerack.engine.pipe.PipeKind;
import io.spicerack.query.QueryRefusal;
import java.time.Duration;

/** The way to a worker. Thread-safe. */
interface WorkerLine {
    void send(PipeKind kind, int query, PipeContent content) throws QueryRefusal;

    /** The caller wipes {@code key}. */
    void sendKey(int query, byte[] key) throws QueryRefusal;

    /**
     * Sees to it that a query is over within {@code bound}, if only with the worker.
     *
     * @param first whether the worker is told
     */
    void end(int query, boolean first, Duration bound);

    /** Ends the worker at once, with all that it does. What it held is gone with it. */
    void kill();
}
