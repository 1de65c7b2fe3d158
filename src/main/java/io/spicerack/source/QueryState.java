package io.spicerack.source;

import java.util.concurrent.atomic.AtomicInteger;

/** Where a connection's stream stands. Thread-safe: written by the reader and by who cancels. */
public final class QueryState {
    private volatile boolean streaming;
    private volatile boolean cancelled;
    private volatile boolean closed;
    private volatile boolean lent;
    private final AtomicInteger asked = new AtomicInteger();

    public void begin() {
        streaming = true;
    }

    public void end() {
        streaming = false;
    }

    public boolean streaming() {
        return streaming;
    }

    public void cancel() {
        cancelled = true;
    }

    public boolean cancelled() {
        return cancelled;
    }

    /** A question is under way, until {@link #answered}. */
    void asking() {
        asked.incrementAndGet();
    }

    void answered() {
        asked.decrementAndGet();
    }

    /** Other code asks questions of its own from now on. */
    void lend() {
        lent = true;
    }

    /** Whether nothing is under way, as far as is known. */
    boolean idle() {
        return !streaming && !lent && asked.get() == 0;
    }

    /** Returns whether this call closed it. */
    public synchronized boolean close() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    public boolean closed() {
        return closed;
    }
}
