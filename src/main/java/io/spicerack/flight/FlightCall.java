package io.spicerack.flight;

import io.grpc.Context;
import io.spicerack.query.QueryCaller;
import java.util.ArrayList;
import java.util.List;

/** One call of a client that has logged in. Thread-safe. */
final class FlightCall {
    /** Where a call's handler finds it. */
    static final Context.Key<FlightCall> KEY = Context.key("flight-call");

    private final QueryCaller caller;
    private final FlightConnection connection;
    private final int parts;
    private final List<Runnable> whenSent = new ArrayList<>();
    private final List<Runnable> whenGone = new ArrayList<>();
    private boolean sent;
    private boolean gone;

    /** @param parts the most that the client takes an answer in; 0 where it knows of none */
    FlightCall(QueryCaller caller, FlightConnection connection, int parts) {
        this.caller = caller;
        this.connection = connection;
        this.parts = parts;
    }

    /** That which the running handler answers. */
    static FlightCall current() {
        FlightCall call = KEY.get();
        if (call == null) {
            throw new IllegalStateException("a call was not asked who makes it");
        }
        return call;
    }

    QueryCaller caller() {
        return caller;
    }

    FlightConnection connection() {
        return connection;
    }

    int parts() {
        return parts;
    }

    /** Runs when all of the answer was handed to the operating system, at once where it was. */
    void whenSent(Runnable act) {
        if (isOverOr(whenSent, act, true)) {
            act.run();
        }
    }

    /** Runs when the client has cancelled the call or is gone, at once where it is. */
    void whenGone(Runnable act) {
        if (isOverOr(whenGone, act, false)) {
            act.run();
        }
    }

    private synchronized boolean isOverOr(List<Runnable> waiting, Runnable act, boolean ofSent) {
        if (ofSent ? sent : gone) {
            return true;
        }
        waiting.add(act);
        return false;
    }

    void sent() {
        List<Runnable> waiting;
        synchronized (this) {
            sent = true;
            waiting = List.copyOf(whenSent);
        }
        waiting.forEach(Runnable::run);
    }

    void gone() {
        List<Runnable> waiting;
        synchronized (this) {
            gone = true;
            waiting = List.copyOf(whenGone);
        }
        waiting.forEach(Runnable::run);
    }
}
