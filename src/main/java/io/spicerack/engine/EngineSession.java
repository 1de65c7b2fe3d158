package io.spicerack.engine;

import io.spicerack.query.PreparedQuery;
import io.spicerack.query.QueryCaller;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QuerySession;
import io.spicerack.query.QueryType;
import io.spicerack.query.SqlState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session: what is asked one after the other, and the conversations with a worker that are open for it. */
final class EngineSession implements QuerySession {
    /** DuckDB looks within some hundred milliseconds whether it was cancelled, but for a few long computations. */
    static final Duration OBEYS = Duration.ofSeconds(2);

    private final QueryCaller caller;
    private final WorkerPool workers;
    private final Consumer<EngineSession> closed;
    private final Set<Conversation> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Conversation> current = new AtomicReference<>();

    EngineSession(QueryCaller caller, WorkerPool workers, Consumer<EngineSession> closed) {
        this.caller = caller;
        this.workers = workers;
        this.closed = closed;
    }

    /** What is done while it can be cancelled. */
    interface Work<T> {
        T with(Conversation conversation) throws QueryRefusal;
    }

    @Override
    public PreparedQuery prepare(String sql, List<QueryType> parameterTypes) throws QueryRefusal {
        Conversation conversation = begin();
        try {
            return during(conversation, asked -> EngineStatement.prepare(this, asked, sql, parameterTypes));
        } catch (QueryRefusal | RuntimeException e) {
            end(conversation);
            throw e;
        }
    }

    QueryCaller caller() {
        return caller;
    }

    /** Begins a conversation, which {@link #end} ends. */
    Conversation begin() throws QueryRefusal {
        Conversation conversation = workers.begin(caller.principal());
        open.add(conversation);
        conversation.whenOver(() -> open.remove(conversation));
        return conversation;
    }

    /** Begins one with the same worker. */
    Conversation beginBeside(Conversation statement) throws QueryRefusal {
        Conversation conversation = statement.worker().begin();
        open.add(conversation);
        conversation.whenOver(() -> open.remove(conversation));
        return conversation;
    }

    /** Does what {@link #cancel} cancels. */
    <T> T during(Conversation conversation, Work<T> work) throws QueryRefusal {
        current.set(conversation);
        try {
            return work.with(conversation);
        } finally {
            current.compareAndSet(conversation, null);
        }
    }

    void end(Conversation conversation) {
        conversation.end(null, OBEYS);
    }

    @Override
    public void cancel(QueryRefusal why) {
        Conversation running = current.get();
        if (running != null) {
            running.end(why, OBEYS);
        }
    }

    @Override
    public void close() {
        QueryRefusal why = new QueryRefusal(SqlState.ADMIN_SHUTDOWN, "the session was closed");
        open.forEach(conversation -> conversation.end(why, OBEYS));
        closed.accept(this);
    }
}
