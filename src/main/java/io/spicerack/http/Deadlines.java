package io.spicerack.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections, and until when each has to bring its next request whole, or to take some of its answer. It may not matter
 * whether a client sends nothing, or a byte now and then: what counts is the end. Thread-safe.
 */
final class Deadlines {
    private static final class Open {
        private long timer;
        private Runnable late = () -> {};
        private Runnable whenClosed = () -> {};
    }

    private final Vertx vertx;
    private final HttpLimits limits;
    private final Map<HttpConnection, Open> open = new ConcurrentHashMap<>();

    Deadlines(Vertx vertx, HttpLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    /** Begins to wait for the first request of a connection; false where there are too many. */
    boolean open(HttpConnection connection) {
        if (open.size() >= limits.connections()) {
            return false;
        }
        open.put(connection, new Open());
        connection.closeHandler(closed -> {
            met(connection);
            Open ended = open.remove(connection);
            if (ended != null) {
                ended.whenClosed.run();
            }
        });
        next(connection);
        return true;
    }

    /** Begins to wait for the next request. */
    void next(HttpConnection connection) {
        set(connection, limits.requestTimeout(), connection::close);
    }

    /** The head of a request is there: {@code late} is what happens where its body is not in time. */
    void body(HttpConnection connection, Runnable late) {
        Open state = open.get(connection);
        if (state != null) {
            state.late = late;
        }
    }

    /** The client has to take some of its answer: {@code late} is what happens where it does not. */
    void take(HttpConnection connection, Runnable late) {
        set(connection, limits.takeTimeout(), late);
    }

    /** Has {@code work} run when the connection is closed, by whomever; at once where it is. */
    void whenClosed(HttpConnection connection, Runnable work) {
        Open state = open.get(connection);
        if (state == null) {
            work.run();
        } else {
            state.whenClosed = work;
        }
    }

    /** What was waited for is there. */
    void met(HttpConnection connection) {
        Open state = open.get(connection);
        if (state != null) {
            vertx.cancelTimer(state.timer);
        }
    }

    private void set(HttpConnection connection, Duration time, Runnable late) {
        Open state = open.get(connection);
        if (state != null) {
            state.late = late;
            vertx.cancelTimer(state.timer);
            state.timer = vertx.setTimer(time.toMillis(), timer -> state.late.run());
        }
    }
}
