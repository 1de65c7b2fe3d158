package io.spicerack.engine;

import io.spicerack.core.reading.Outlet;
import io.spicerack.engine.pipe.PipeContent;
import io.spicerack.engine.pipe.PipeFields;
import io.spicerack.engine.pipe.PipeKind;
import io.spicerack.engine.pipe.PipeMessage;
import io.spicerack.engine.pipe.PipedRowGroups;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.query.QueryLease;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryRows;
import io.spicerack.table.RowGroup;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a run, as a worker computes it: one batch ahead. Once a key is shut, the worker has wiped the keys that it was
 * lent, or is killed, and nothing that it had computed is handed on. Of its session's thread, but for {@link #cut}.
 */
final class EngineAnswer implements QueryRows {
    /** A lock-down lasts as long as this where a worker is inside a computation that it does not leave. */
    private static final Duration CUT = Duration.ofMillis(100);

    private final Conversations conversations;
    private final Conversation conversation;
    private final QueryLease lease;
    private final AtomicReference<@Nullable KeyUnavailableException> cut = new AtomicReference<>();
    private final AtomicReference<@Nullable Outlet> outlet = new AtomicReference<>();
    private boolean last;
    private boolean closed;

    EngineAnswer(Conversations conversations, Conversation conversation, QueryLease lease) {
        this.conversations = conversations;
        this.conversation = conversation;
        this.lease = lease;
    }

    /** Asks for the next rows. */
    void want() throws QueryRefusal {
        conversation.ask(PipeKind.NEXT, new PipeContent());
    }

    @Override
    public void leadsTo(Outlet to) {
        outlet.set(to);
        KeyUnavailableException why = cut.get();
        if (why != null) {
            to.shut(why, () -> {});
        }
    }

    /** Ends it since a key is shut. Any thread; returns at once. */
    void cut(KeyUnavailableException why, Runnable shut) {
        cut.compareAndSet(null, why);
        conversation.end(ShutKeys.refusal(why), CUT);
        Outlet to = outlet.get();
        AtomicInteger waiting = new AtomicInteger(to == null ? 1 : 2);
        Runnable one = () -> {
            if (waiting.decrementAndGet() == 0) {
                shut.run();
            }
        };
        if (to != null) {
            to.shut(why, one);
        }
        conversation.whenOver(one);
    }

    @Override
    public boolean next(RowGroup batch) throws QueryRefusal {
        batch.clear();
        if (last) {
            return false;
        }
        try {
            lease.check();
            boolean more = conversations.during(conversation, asked -> filled(asked, batch));
            lease.check();
            if (more) {
                lease.gave(batch.rows());
            }
            return more;
        } catch (QueryRefusal e) {
            batch.clear();
            failed(e);
            throw reason(e);
        }
    }

    private boolean filled(Conversation asked, RowGroup batch) throws QueryRefusal {
        PipeMessage answer = asked.answer();
        if (answer.kind() == PipeKind.LAST) {
            last = true;
            return false;
        }
        want();
        try {
            PipedRowGroups.read(new PipeFields(answer), batch);
        } catch (RuntimeException e) {
            throw conversation.broken();
        }
        return true;
    }

    void failed(QueryRefusal why) {
        lease.failed(reason(why));
    }

    /** Where a key was shut, that is the reason, whatever came of it. */
    QueryRefusal reason(QueryRefusal seen) {
        KeyUnavailableException why = cut.get();
        return why == null ? seen : ShutKeys.refusal(why);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        conversations.end(conversation);
        conversation.awaitOver();
        lease.close();
    }
}
