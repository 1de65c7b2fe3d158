package io.spicerack.engine;

import io.spicerack.query.QueryRefusal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The conversations of a session, of which its thread waits for one at a time. Thread-safe but for {@link #during}. */
final class Conversations {
    /** DuckDB looks within some hundred milliseconds whether it was cancelled, but for a few long computations. */
    private static final Duration OBEYS = Duration.ofSeconds(5);

    private final Set<Conversation> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Conversation> current = new AtomicReference<>();

    /** What is done while it can be cancelled. */
    interface Work<T> {
        T with(Conversation conversation) throws QueryRefusal;
    }

    /** Knows of one, until it is over. */
    Conversation add(Conversation conversation) {
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

    /** Lets go of one that nobody waits for. */
    void end(Conversation conversation) {
        conversation.end(null, OBEYS);
    }

    /** Ends the one that is waited for, if one is. */
    void cancel(QueryRefusal why) {
        Conversation running = current.get();
        if (running != null) {
            running.end(why, OBEYS);
        }
    }

    void endAll(QueryRefusal why) {
        open.forEach(conversation -> conversation.end(why, OBEYS));
    }
}
