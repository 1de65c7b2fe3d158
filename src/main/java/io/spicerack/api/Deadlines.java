package io.spicerack.api;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections, and until when each has to bring its next request whole. It may not matter whether a client sends
 * nothing, or a byte now and then: what counts is the end. Thread-safe.
 */
final class Deadlines {
    private static final int MOST_CONNECTIONS = 10_000;

    private static final class Open {
        private long timer;
        private Runnable late = () -> {};
    }

    private final Vertx vertx;
    private final long millis;
    private final Map<HttpConnection, Open> open = new ConcurrentHashMap<>();

    Deadlines(Vertx vertx, Duration timeout) {
        this.vertx = vertx;
        this.millis = timeout.toMillis();
    }

    /** Begins to wait for the first request of a connection; false where there are too many. */
    boolean open(HttpConnection connection) {
        if (open.size() >= MOST_CONNECTIONS) {
            return false;
        }
        open.put(connection, new Open());
        connection.closeHandler(closed -> {
            met(connection);
            open.remove(connection);
        });
        next(connection);
        return true;
    }

    /** Begins to wait for the next request. */
    void next(HttpConnection connection) {
        Open state = open.get(connection);
        if (state != null) {
            state.late = connection::close;
            vertx.cancelTimer(state.timer);
            state.timer = vertx.setTimer(millis, timer -> state.late.run());
        }
    }

    /** The head of a request is there: {@code late} is what happens where its body is not in time. */
    void body(HttpConnection connection, Runnable late) {
        Open state = open.get(connection);
        if (state != null) {
            state.late = late;
        }
    }

    /** The request is there. */
    void met(HttpConnection connection) {
        Open state = open.get(connection);
        if (state != null) {
            vertx.cancelTimer(state.timer);
        }
    }
}
