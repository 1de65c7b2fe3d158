package io.spicerack.source;

/** Where a connection's stream stands. Thread-safe: written by the reader and by who cancels. */
public final class QueryState {
    private volatile boolean streaming;
    private volatile boolean cancelled;
    private volatile boolean closed;

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
