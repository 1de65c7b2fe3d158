package io.spicerack.flight;

import io.spicerack.core.reading.Outlet;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.model.Ticker.Moment;
import io.spicerack.pgwire.Running;
import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryRows;
import io.spicerack.query.QuerySession;
import io.spicerack.query.SqlState;
import io.spicerack.table.RowGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.OutOfMemoryException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer on its way to a client: a batch at a time as the client takes them, each made by a worker. When a key is shut, no
 * batch leaves any more: an answer of which none has left fails in words, else its connection is reset. Thread-safe.
 */
final class FlightAnswer {
    private static final Logger LOGGER = LoggerFactory.getLogger(FlightAnswer.class);

    /** After which what was handed to the system has surely been taken: until then its keys are watched. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    /** What it is the answer to; whoever works with its session holds its monitor. */
    interface Query {
        QuerySession session();

        List<QueryColumn> columns();

        QueryRows run() throws QueryRefusal;
    }

    private enum Phase {
        GIVING,
        /** All is handed over; the client may not have taken it. */
        GIVEN,
        OVER
    }

    /** The way out: whether rows have left by it, and whether it is shut. */
    private final Object outflow = new Object();

    private final Query statement;
    private final FlightCall call;
    private final ServerStreamListener to;
    private final FlightResources port;
    private final Running running;
    private @Nullable QueryRows rows;
    private @Nullable ArrowBatch arrow;
    private final RowGroup batch;
    private int next;
    private long given;
    private boolean begun;
    private @Nullable KeyUnavailableException shut;
    private boolean working;
    private boolean again;
    private boolean closing;
    private volatile Phase phase = Phase.GIVING;
    private volatile Moment moved;
    private volatile @Nullable Moment sent;

    FlightAnswer(Query statement, FlightCall call, ServerStreamListener to, FlightResources port) {
        this.statement = statement;
        this.call = call;
        this.to = to;
        this.port = port;
        this.running = new Running(statement.session(), port.ticker());
        this.batch = new RowGroup(QueryColumn.schema(statement.columns()));
        this.moved = port.ticker().now();
        running.begin(port.limits().statement().time());
        to.setUseZeroCopy(false);
        to.setOnReadyHandler(this::taken);
        to.setOnCancelHandler(this::gone);
        call.whenSent(() -> sent = port.ticker().now());
    }

    /** The client is, or wants no more of it: what it has not taken is dropped. */
    private void gone() {
        sent = port.ticker().now();
        end(new QueryRefusal(SqlState.QUERY_CANCELED, "the client is gone, or has cancelled its call"));
    }

    private void taken() {
        moved = port.ticker().now();
        proceed();
    }

    /** Has a worker make the next batch, where there is room for it. */
    void proceed() {
        synchronized (this) {
            if (working) {
                again = true;
                return;
            }
            working = true;
        }
        try {
            port.workers().execute(this::work);
        } catch (RejectedExecutionException e) {
            // the port is closing, and closes this
        }
    }

    private void work() {
        boolean more = false;
        try {
            synchronized (statement) {
                more = phase == Phase.GIVING && step();
            }
        } catch (QueryRefusal e) {
            fail(e);
        } catch (OutOfMemoryException e) {
            fail(new QueryRefusal(
                    SqlState.OUT_OF_MEMORY,
                    "the answers of all clients take more memory than there is for them"
                            + " (spicerack.flight.memory-megabytes). Ask again, or for shorter rows"));
        } catch (RuntimeException e) {
            LOGGER.atError()
                    .setCause(e)
                    .log("an answer of the Flight port ends, since its statement failed unexpectedly");
            fail(FlightRefusals.unexpected());
        }
        synchronized (this) {
            working = false;
            more |= again;
            again = false;
        }
        if (more) {
            proceed();
        }
    }

    /** Whether there is more to do at once. */
    private boolean step() throws QueryRefusal {
        QueryRows from = rows;
        ArrowBatch through = arrow;
        if (from != null && isShut()) {
            // it refuses
            from.next(batch);
        }
        running.refuseIfCancelled();
        if (from == null || through == null) {
            open();
            return true;
        }
        if (!to.isReady()) {
            return false;
        }
        if (next == batch.rows()) {
            next = 0;
            if (!from.next(batch)) {
                given();
                return false;
            }
        }
        int count = through.fill(batch, next);
        next += count;
        given += count;
        if (given > port.limits().statement().mostRows()) {
            throw new QueryRefusal(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "the answer has more than " + port.limits().statement().mostRows()
                            + " rows, the most (spicerack.sql.rows); ask for fewer with LIMIT, or group them");
        }
        hand(through);
        return true;
    }

    private void open() throws QueryRefusal {
        QueryRows opened = statement.run();
        rows = opened;
        opened.leadsTo(outlet());
        ArrowBatch made = new ArrowBatch(statement.columns(), port.memory());
        arrow = made;
        to.start(made.root());
    }

    private void hand(ArrowBatch through) throws QueryRefusal {
        running.refuseIfCancelled();
        synchronized (outflow) {
            if (shut != null) {
                throw new QueryRefusal(SqlState.SYSTEM_ERROR, String.valueOf(shut.getMessage()));
            }
            begun = true;
            to.putNext();
        }
        through.clear();
        moved = port.ticker().now();
    }

    private Outlet outlet() {
        return (why, done) -> {
            boolean some;
            synchronized (outflow) {
                shut = why;
                some = begun;
            }
            if (some) {
                call.connection().reset(done);
            } else {
                done.run();
            }
            proceed();
        };
    }

    private boolean isShut() {
        synchronized (outflow) {
            return shut != null;
        }
    }

    private void given() {
        running.end();
        moved = port.ticker().now();
        batch.clear();
        free();
        phase = Phase.GIVEN;
        to.completed();
    }

    private void fail(QueryRefusal why) {
        synchronized (statement) {
            if (phase == Phase.GIVING) {
                close();
                to.error(FlightRefusals.of(why));
            }
        }
    }

    /** Ends it where it is being given: what runs in the engine is cancelled, and the client hears why. Any thread. */
    void end(QueryRefusal why) {
        if (phase == Phase.GIVING) {
            running.cancel(why);
            proceed();
        }
    }

    /** Looks whether it takes too long, and whether all was taken. */
    void look() {
        QueryRefusal late = running.overdue();
        Moment whenSent = sent;
        if (late != null) {
            end(late);
        } else if (phase == Phase.GIVEN && whenSent != null) {
            if (reaches(whenSent, SETTLED)) {
                closeSoon();
            }
        } else if (phase != Phase.OVER
                && !to.isReady()
                && reaches(moved, port.limits().times().take())) {
            call.connection().reset(() -> {});
        }
    }

    private void closeSoon() {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
        }
        try {
            port.workers().execute(this::close);
        } catch (RejectedExecutionException e) {
            // the port is closing, and closes this
        }
    }

    /** Does not wait until what was sent has surely been taken. */
    void settle() {
        if (phase == Phase.GIVEN && sent != null) {
            close();
        }
    }

    private boolean reaches(Moment since, Duration most) {
        return port.ticker().since(since).compareTo(most) >= 0;
    }

    boolean isOver() {
        return phase == Phase.OVER;
    }

    /** Frees what it holds, leases included; on a worker. Idempotent. */
    void close() {
        synchronized (statement) {
            QueryRows open = rows;
            if (open != null && phase == Phase.GIVING && isShut()) {
                recordShut(open);
            }
            phase = Phase.OVER;
            running.end();
            free();
            if (open != null) {
                open.close();
            }
        }
    }

    /** Whoever has seen first that it ends, the record says that a key was shut. */
    private void recordShut(QueryRows open) {
        try {
            open.next(batch);
        } catch (QueryRefusal e) {
            // that is why; nothing of the batch leaves
            batch.clear();
        }
    }

    private void free() {
        ArrowBatch open = arrow;
        arrow = null;
        if (open != null) {
            open.close();
        }
    }
}
