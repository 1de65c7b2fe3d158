package io.spicerack.pgwire;

import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QuerySession;
import io.spicerack.query.SqlState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether a statement of one session runs, since when, and whether it is to end. Thread-safe. */
final class Running {
    private final QuerySession engine;
    private final Ticker ticker;
    private @Nullable Moment since;
    private Duration most = Duration.ZERO;
    private @Nullable QueryRefusal cancelled;

    Running(QuerySession engine, Ticker ticker) {
        this.engine = engine;
        this.ticker = ticker;
    }

    /** @param longest zero for no limit */
    synchronized void begin(Duration longest) {
        since = ticker.now();
        most = longest;
        cancelled = null;
    }

    synchronized void end() {
        since = null;
        cancelled = null;
    }

    /** Ends what runs; a statement that ends now is not the next one. */
    synchronized void cancel(QueryRefusal why) {
        if (since != null && cancelled == null) {
            cancelled = why;
            engine.cancel(why);
        }
    }

    /** Throws why it is to end: asked before each piece. */
    synchronized void refuseIfCancelled() throws QueryRefusal {
        if (cancelled != null) {
            throw cancelled;
        }
    }

    synchronized @Nullable QueryRefusal overdue() {
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
