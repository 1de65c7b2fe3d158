package io.spicerack.extract;

/** Where a connection's stream stands. Thread-safe: written by the reader and by who cancels. */
final class QueryState {
    private volatile boolean streaming;
    private volatile boolean cancelled;
    private volatile boolean closed;

    void begin() {
        streaming = true;
    }

    void end() {
        streaming = false;
    }

    boolean streaming() {
        return streaming;
    }

    void cancel() {
        cancelled = true;
    }

    boolean cancelled() {
        return cancelled;
    }

    /** Returns whether this call closed it. */
    synchronized boolean close() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    boolean closed() {
        return closed;
    }
}
