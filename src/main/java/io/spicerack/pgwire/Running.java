package io.spicerack.pgwire;

import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QuerySession;
import io.spicerack.query.SqlState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether a statement of one session runs, since when, and whether it is to end. Thread-safe. */
public final class Running {
    private final QuerySession engine;
    private final Ticker ticker;
    private @Nullable Moment since;
    private Duration most = Duration.ZERO;
    private @Nullable QueryRefusal cancelled;

    public Running(QuerySession engine, Ticker ticker) {
        this.engine = engine;
        this.ticker = ticker;
    }

    /**
     * A statement begins.
     *
     * @param longest zero for no limit
     */
    public synchronized void begin(Duration longest) {
        since = ticker.now();
        most = longest;
        cancelled = null;
    }

    /** None runs any more. */
    public synchronized void end() {
        since = null;
        cancelled = null;
    }

    /** Ends what runs; a statement that ends now is not the next one. */
    public synchronized void cancel(QueryRefusal why) {
        if (since != null && cancelled == null) {
            cancelled = why;
            engine.cancel(why);
        }
    }

    /** Throws why it is to end: asked before each piece. */
    public synchronized void refuseIfCancelled() throws QueryRefusal {
        if (cancelled != null) {
            throw cancelled;
        }
    }

    /** Why what runs has run for too long; null where it has not, or is to end already. */
    public synchronized @Nullable QueryRefusal overdue() {
        Moment begun = since;
        if (begun == null
                || most.isZero()
                || cancelled != null
                || ticker.since(begun).compareTo(most) < 0) {
            return null;
        }
        return new QueryRefusal(
                SqlState.QUERY_CANCELED,
                "canceling statement due to statement timeout: it has run for " + most.toMillis()
                        + " ms (statement_timeout, or spicerack.sql.statement-timeout)");
    }
}
