package io.spicerack.pgwire;

import io.spicerack.query.QueryRefusal;
import org.jspecify.annotations.Nullable;

/** One side of a conversation with a client. A worker calls it, one at a time, but for what says otherwise. */
interface Dialogue {
    /** Takes one message, and says who takes the next: itself, or what follows it. */
    Dialogue take(Frame frame, Replies out) throws FatalException;

    /** Whether something is under way that {@link #proceed} has to go on with before the next message is taken. */
    boolean isBusy();

    void proceed(Replies out) throws FatalException;

    /** The client has taken what it was sent: what was kept open for that is closed. */
    void settle();

    /** Whether {@link #settle} has something to do. Any thread. */
    boolean isUnsettled();

    /** Ends what runs now, for that reason. Any thread. */
    void cancel(QueryRefusal why);

    /** Why what runs now has to end: it has run for as long as it may. Any thread; null where all is well. */
    @Nullable
    QueryRefusal overdue();

    /** Whether a client has logged in. Any thread. */
    boolean isLoggedIn();

    /** Frees all. */
    void close();
}
