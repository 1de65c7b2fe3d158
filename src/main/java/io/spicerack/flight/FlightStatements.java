package io.spicerack.flight;

import io.spicerack.pgwire.NamedQuery;
import io.spicerack.pgwire.Running;
import io.spicerack.pgwire.sql.SqlText;
import io.spicerack.pgwire.sql.Statement;
import io.spicerack.pgwire.sql.StatementReader;
import io.spicerack.query.PreparedQuery;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QuerySession;
import io.spicerack.query.SqlState;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The statements of all clients, by their handles. Thread-safe. */
final class FlightStatements {
    /** Of one principal. */
    private static final int MOST_OF_ONE = 64;

    /** What those of one principal keep, and those of all, in messages of the largest size: as the SQL port has it. */
    private static final long MESSAGES_OF_ONE = 32;

    private static final long MESSAGES_OF_ALL = 96;

    /** So long a statement that was asked for waits for its client to fetch the answer. */
    private static final Duration FETCH = Duration.ofMinutes(1);

    /** Statements of one principal that have given all, and are watched until that was surely taken. */
    private static final int MOST_SETTLING = 16;

    private static final int HANDLE_BYTES = 18;

    private final FlightResources port;
    private final SecureRandom random;
    private final Map<String, FlightStatement> known = new ConcurrentHashMap<>();
    private final Set<Running> preparing = ConcurrentHashMap.newKeySet();

    FlightStatements(FlightResources port, SecureRandom random) {
        this.port = port;
        this.random = random;
    }

    /**
     * A new one.
     *
     * @param once whether it gives one answer alone
     */
    FlightStatement prepare(String sql, boolean once, FlightCall call) throws QueryRefusal {
        String principal = call.caller().principal();
        refuseTooMany(principal, sql.length());
        String query = query(sql);
        FlightStatement.Origin origin =
                new FlightStatement.Origin(handle(), principal, call.connection(), once, sql.length());
        QuerySession session = port.engine().open(call.caller());
        try {
            PreparedQuery prepared = prepared(session, query, call);
            FlightStatement made = new FlightStatement(origin, session, prepared, port);
            known.put(origin.handle(), made);
            return made;
        } catch (QueryRefusal | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** The one query that a text holds. */
    private static String query(String sql) throws QueryRefusal {
        List<SqlText> texts = SqlText.split(sql);
        if (texts.size() != 1) {
            throw new QueryRefusal(
                    SqlState.SYNTAX_ERROR, texts.size() + " statements were given; one has to come at a time");
        }
        if (StatementReader.read(texts.get(0)) instanceof Statement.Query query) {
            return query.sql();
        }
        throw new QueryRefusal(
                SqlState.FEATURE_NOT_SUPPORTED,
                "queries are served here; transactions, settings, cursors and COPY are not part of Flight SQL");
    }

    /** Prepared by a worker, for which the call's thread waits. */
    private PreparedQuery prepared(QuerySession session, String query, FlightCall call) throws QueryRefusal {
        Running running = new Running(session, port.ticker());
        preparing.add(running);
        try {
            running.begin(port.limits().statement().time());
            call.whenGone(() -> running.cancel(new QueryRefusal(SqlState.QUERY_CANCELED, "the client is gone")));
            Future<PreparedQuery> made = port.workers().submit(() -> {
                running.refuseIfCancelled();
                return NamedQuery.prepare(session, query, List.of());
            });
            return made.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof QueryRefusal refusal) {
                throw refusal;
            }
            throw new IllegalStateException("a statement could not be prepared", e.getCause());
        } catch (RejectedExecutionException e) {
            throw stopping();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopping();
        } finally {
            running.end();
            preparing.remove(running);
        }
    }

    private static QueryRefusal stopping() {
        return new QueryRefusal(SqlState.ADMIN_SHUTDOWN, "the service is stopping");
    }

    private void refuseTooMany(String principal, int more) throws QueryRefusal {
        List<FlightStatement> own = of(principal);
        if (own.stream().filter(FlightStatement::isLeaving).count() >= MOST_SETTLING) {
            own.stream().filter(FlightStatement::isLeaving).forEach(FlightStatement::settle);
        }
        long asked = own.stream().filter(each -> !each.isLeaving()).count();
        if (asked >= MOST_OF_ONE) {
            throw new QueryRefusal(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "this user has " + asked + " statements open, the most. Close some, or fetch what was asked for");
        }
        refuseTooLong(own, more);
    }

    private List<FlightStatement> of(String principal) {
        return known.values().stream()
                .filter(each -> each.origin().principal().equals(principal))
                .toList();
    }

    private void refuseTooLong(List<FlightStatement> own, int more) throws QueryRefusal {
        long most = MESSAGES_OF_ONE * port.limits().messageBytes();
        long ofOne = more + own.stream().mapToLong(FlightStatement::bytes).sum();
        long ofAll =
                more + known.values().stream().mapToLong(FlightStatement::bytes).sum();
        if (ofOne > most || ofAll > MESSAGES_OF_ALL * port.limits().messageBytes()) {
            throw new QueryRefusal(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "texts and values of this user's statements take " + ofOne + " bytes, of at most " + most
                            + ", or those of all users what there is for them. Close some");
        }
    }

    /** Keeps values for the parameters of a statement, where there is room for them. */
    void bind(FlightStatement statement, List<@Nullable Object> values, int bytes) throws QueryRefusal {
        refuseTooLong(of(statement.origin().principal()), bytes);
        statement.bind(values, bytes);
    }

    private String handle() {
        byte[] bits = new byte[HANDLE_BYTES];
        random.nextBytes(bits);
        return Base64.getUrlEncoder().encodeToString(bits);
    }

    /** The caller's own; refuses in the same words one that is another's and one that is nobody's. */
    FlightStatement of(String handle, FlightCall call) throws QueryRefusal {
        return find(handle, call).filter(each -> !each.isLeaving()).orElseThrow(FlightRefusals::unknown);
    }

    private Optional<FlightStatement> find(String handle, FlightCall call) {
        return Optional.ofNullable(known.get(handle))
                .filter(each -> each.origin().principal().equals(call.caller().principal()));
    }

    /** Ends what the caller's own statement gives; false where there is none. */
    boolean cancel(String handle, FlightCall call) {
        Optional<FlightStatement> found = find(handle, call);
        found.ifPresent(each ->
                each.endAll(new QueryRefusal(SqlState.QUERY_CANCELED, "canceling statement due to user request")));
        return found.isPresent();
    }

    /** Ends what takes too long, and closes what is left alone, or given and taken. */
    void look() {
        for (Running each : preparing) {
            QueryRefusal late = each.overdue();
            if (late != null) {
                each.cancel(late);
            }
        }
        for (Iterator<FlightStatement> all = known.values().iterator(); all.hasNext(); ) {
            FlightStatement each = all.next();
            // looked at first: one that begins its answer meanwhile would seem to have given it
            boolean leaving = each.isLeaving();
            boolean still = each.look();
            Duration most = each.origin().once() ? FETCH : port.limits().times().idle();
            if (!leaving
                    && (each.isForgotten(most) || !each.origin().connection().isOpen())) {
                each.leave(FlightRefusals.unknown());
            } else if (leaving && still) {
                all.remove();
                close(each);
            }
        }
    }

    private void close(FlightStatement statement) {
        try {
            port.workers().execute(statement::close);
        } catch (RejectedExecutionException e) {
            statement.close();
        }
    }

    /** Ends all, for a port that closes: its workers are gone. */
    void closeAll() {
        known.values().forEach(FlightStatement::close);
        known.clear();
    }
}
