package io.spicerack.engine;

import io.spicerack.query.PreparedQuery;
import io.spicerack.query.QueryCaller;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QuerySession;
import io.spicerack.query.QueryType;
import io.spicerack.query.SqlState;
import java.util.List;
import java.util.function.Consumer;

/** A session: what one caller asks, one after the other, of the worker of their principal. */
final class EngineSession implements QuerySession {
    private final QueryCaller caller;
    private final WorkerPool workers;
    private final Consumer<EngineSession> closed;
    private final Conversations conversations = new Conversations();

    EngineSession(QueryCaller caller, WorkerPool workers, Consumer<EngineSession> closed) {
        this.caller = caller;
        this.workers = workers;
        this.closed = closed;
    }

    @Override
    public PreparedQuery prepare(String sql, List<QueryType> parameterTypes) throws QueryRefusal {
        WorkerPool.Begun begun = workers.begin(caller.principal());
        Conversation conversation = conversations.add(begun.conversation());
        try {
            return conversations.during(
                    conversation,
                    asked -> EngineStatement.prepare(
                            new EngineStatement.Place(caller, conversations, begun.worker(), asked), sql, parameterTypes));
        } catch (QueryRefusal | RuntimeException e) {
            conversations.end(conversation);
            throw e;
        }
    }

    @Override
    public void cancel(QueryRefusal why) {
        conversations.cancel(why);
    }

    @Override
    public void close() {
        conversations.endAll(new QueryRefusal(SqlState.ADMIN_SHUTDOWN, "the session was closed"));
        closed.accept(this);
    }
}
