package io.spicerack.flight;

import io.spicerack.model.Ticker.Moment;
import io.spicerack.query.PreparedQuery;
import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryLimits;
import io.spicerack.query.QueryPart;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryRows;
import io.spicerack.query.QuerySession;
import io.spicerack.query.QueryType;
import io.spicerack.query.QueryableDataSet.Version;
import io.spicerack.query.SqlState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A statement that a client has prepared, or asked for: it gives one answer at a time. Thread-safe; whoever works with its
 * session holds its monitor.
 */
final class FlightStatement implements FlightAnswer.Query {
    /** Answers that are given, and whose keys are watched until they have surely been taken. */
    private static final int MOST_STREAMS = 16;

    /**
     * What it is to its client.
     *
     * @param handle the client's name for it
     * @param once whether it was asked for, and not prepared: then it gives one answer
     * @param bytes of its text, which is kept
     */
    record Origin(String handle, String principal, FlightConnection connection, boolean once, int bytes) {}

    /** Values of its parameters, with the bytes that they came in. */
    private record Bound(List<@Nullable Object> values, int bytes) {}

    private final Origin origin;
    private final QuerySession session;
    private final PreparedQuery query;
    private final FlightResources port;
    private final List<QueryColumn> columns;
    private final List<QueryType> parameters;
    private final Set<FlightAnswer> streams = ConcurrentHashMap.newKeySet();
    private volatile @Nullable QueryPart part;
    private volatile Bound bound = new Bound(List.of(), 0);
    private volatile Moment used;
    private volatile boolean leaving;
    private boolean closed;

    FlightStatement(Origin origin, QuerySession session, PreparedQuery query, FlightResources port) {
        this.origin = origin;
        this.session = session;
        this.query = query;
        this.port = port;
        this.columns = query.columns();
        this.parameters = query.parameters();
        this.used = port.ticker().now();
    }

    Origin origin() {
        return origin;
    }

    @Override
    public QuerySession session() {
        return session;
    }

    /** The version that its answer may be given in parts of. */
    Optional<Version> divisible() {
        return query.divisible();
    }

    @Override
    public List<QueryColumn> columns() {
        return columns;
    }

    Schema schema() {
        return ArrowTypes.answer(columns);
    }

    List<QueryType> parameters() {
        return parameters;
    }

    /** What it keeps between two calls. */
    long bytes() {
        return (long) origin.bytes() + bound.bytes();
    }

    /** Gives a part of its answer, in place of all. */
    void takes(QueryPart some) {
        part = some;
    }

    /** @param bytes that the values came in */
    void bind(List<@Nullable Object> values, int bytes) {
        bound = new Bound(values, bytes);
        used = port.ticker().now();
    }

    /** Makes a stream the one that gives the answer: one that is still being given ends. */
    void begin(FlightAnswer next) throws QueryRefusal {
        used = port.ticker().now();
        endAll(new QueryRefusal(SqlState.QUERY_CANCELED, "the statement was asked for its next answer"));
        if (streams.size() >= MOST_STREAMS) {
            settle();
        }
        if (streams.size() >= MOST_STREAMS) {
            throw new QueryRefusal(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "the statement has given " + MOST_STREAMS + " answers that its client has not taken");
        }
        // before it leaves: a look in between would close it
        streams.add(next);
        leaving |= origin.once();
        next.proceed();
    }

    /** Of the thread that holds its monitor. */
    @Override
    public QueryRows run() throws QueryRefusal {
        List<@Nullable Object> values = bound.values();
        if (closed) {
            throw FlightRefusals.unknown();
        }
        if (values.size() != parameters.size()) {
            throw new QueryRefusal(
                    SqlState.UNDEFINED_PARAMETER,
                    "the statement has " + parameters.size() + " parameters, and " + values.size()
                            + " values were bound");
        }
        FlightLimits.Statement most = port.limits().statement();
        QueryLimits limits = new QueryLimits(most.time(), most.mostRows(), most.memory());
        QueryPart some = part;
        return some == null ? query.run(values, limits) : query.run(some, limits);
    }

    /** Ends what is being given. Any thread. */
    void endAll(QueryRefusal why) {
        streams.forEach(each -> each.end(why));
    }

    /** Is asked no more: it is closed when all that it has given was taken. */
    void leave(QueryRefusal why) {
        leaving = true;
        endAll(why);
    }

    boolean isLeaving() {
        return leaving;
    }

    /** Does not wait until what was sent has surely been taken. */
    void settle() {
        streams.forEach(FlightAnswer::settle);
        streams.removeIf(FlightAnswer::isOver);
    }

    /** Looks after its answers; true when none is under way. */
    boolean look() {
        streams.forEach(FlightAnswer::look);
        streams.removeIf(FlightAnswer::isOver);
        return streams.isEmpty();
    }

    /** Whether nothing runs, and nobody has used it for so long. */
    boolean isForgotten(Duration most) {
        return streams.isEmpty() && port.ticker().since(used).compareTo(most) >= 0;
    }

    /** Frees all of it; on a worker. Idempotent. */
    synchronized void close() {
        if (!closed) {
            closed = true;
            streams.forEach(FlightAnswer::close);
            query.close();
            session.close();
        }
    }
}
