package io.spicerack.flight;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.spicerack.model.Ticker;
import io.spicerack.pgwire.SqlUsers;
import io.spicerack.query.QueryCaller;
import io.spicerack.query.QueryPart;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.arrow.flight.grpc.StatusUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each call passes before anything of its request is read: who makes it, and whether it is served. Thread-safe. */
final class CallGate implements ServerInterceptor {
    private static final Logger LOGGER = LoggerFactory.getLogger(CallGate.class);
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> USER_AGENT =
            Metadata.Key.of("user-agent", Metadata.ASCII_STRING_MARSHALLER);

    /** For a client that takes an answer in parts, each over a connection of its own. */
    private static final Metadata.Key<String> PARTS =
            Metadata.Key.of("x-spicerack-parts", Metadata.ASCII_STRING_MARSHALLER);

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
    private static final String BEARER = "Bearer ";
    private static final String HANDSHAKE = "Handshake";
    private static final Set<String> SERVED =
            Set.of("GetFlightInfo", "GetSchema", "DoGet", "DoPut", "DoAction", "ListActions");

    /** Of one principal, answers under way included. */
    private static final int MOST_CALLS = 64;

    private static final int MOST_AGENT = 64;

    private final SqlUsers users;
    private final FlightConnections connections;
    private final PasswordLogin login;
    private final BearerTokens tokens;
    private final Ticker ticker;
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();

    CallGate(SqlUsers users, FlightConnections connections, PasswordLogin login, BearerTokens tokens, Ticker ticker) {
        this.users = users;
        this.connections = connections;
        this.login = login;
        this.tokens = tokens;
        this.ticker = ticker;
    }

    @Override
    public <Q, A> Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        try {
            return admitted(call, headers, next);
        } catch (QueryRefusal e) {
            close(call, e);
        } catch (RuntimeException e) {
            LOGGER.atError()
                    .setCause(e)
                    .log("a call of the Flight port was not let in, since that failed unexpectedly");
            close(call, FlightRefusals.unexpected());
        }
        return new Listener<>() {};
    }

    private <Q, A> Listener<Q> admitted(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next)
            throws QueryRefusal {
        FlightConnection connection = connections.of(call.getAttributes());
        if (connection == null) {
            throw new QueryRefusal(SqlState.ADMIN_SHUTDOWN, "the connection is closed");
        }
        if (connection.refused().isPresent()) {
            throw new QueryRefusal(
                    SqlState.INVALID_PASSWORD, "a log-in on this connection has failed; connect once more");
        }
        String method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
        if (method.equals(HANDSHAKE)) {
            return handshake(call, headers, connection);
        }
        QueryCaller caller = caller(headers, connection);
        connections.enter(connection, caller.principal());
        if (!SERVED.contains(method)) {
            throw new QueryRefusal(SqlState.FEATURE_NOT_SUPPORTED, method + " is not served; ask in SQL");
        }
        FlightCall running = new FlightCall(caller, connection, parts(headers));
        begin(running);
        Context context = Context.current().withValue(FlightCall.KEY, running);
        try {
            return new Watched<>(Contexts.interceptCall(context, call, headers, next), running);
        } catch (RuntimeException e) {
            end(running);
            throw e;
        }
    }

    private QueryCaller caller(Metadata headers, FlightConnection connection) throws QueryRefusal {
        String given = headers.get(AUTHORIZATION);
        Optional<QueryCaller> caller = given != null && given.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? tokens.caller(given.substring(BEARER.length()).strip())
                : Optional.empty();
        if (caller.isEmpty()) {
            users.refused(given == null ? "no token" : "unknown or expired token", connection.address());
            throw new QueryRefusal(
                    SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
                    "the token is missing, unknown or expired; log in with user and password (Handshake)");
        }
        // a token may be used from elsewhere than where it was given
        return users.caller(caller.get().principal(), connection.address(), agent(headers));
    }

    private static int parts(Metadata headers) throws QueryRefusal {
        String given = headers.get(PARTS);
        if (given == null) {
            return 0;
        }
        if (!NUMBER.matcher(given).matches()
                || Integer.parseInt(given) < 1
                || Integer.parseInt(given) > QueryPart.MOST) {
            throw new QueryRefusal(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "the header x-spicerack-parts says how many parts of an answer are wanted at most: 1 to "
                            + QueryPart.MOST);
        }
        return Integer.parseInt(given);
    }

    /** A log-in: what a client sends besides its header is passed over. */
    private <Q, A> Listener<Q> handshake(ServerCall<Q, A> call, Metadata headers, FlightConnection connection) {
        call.request(2);
        return new Listener<>() {
            @Override
            public void onHalfClose() {
                try {
                    String given = headers.get(AUTHORIZATION);
                    String token = login.token(given == null ? "" : given, connection, agent(headers));
                    Metadata answer = new Metadata();
                    answer.put(AUTHORIZATION, BEARER + token);
                    call.sendHeaders(answer);
                    call.close(Status.OK, new Metadata());
                } catch (QueryRefusal e) {
                    if (e.state() == SqlState.INVALID_PASSWORD) {
                        connection.refuse(ticker.now());
                    }
                    close(call, e);
                }
            }
        };
    }

    /** What a client calls itself, without what could be taken for something else. */
    private static String agent(Metadata headers) {
        String agent = headers.get(USER_AGENT);
        String plain = agent == null ? "" : agent.replaceAll("[^A-Za-z0-9 ._/()-]", "");
        return plain.length() <= MOST_AGENT ? plain : plain.substring(0, MOST_AGENT);
    }

    private void begin(FlightCall call) throws QueryRefusal {
        String principal = call.caller().principal();
        if (calls.merge(principal, 1, Integer::sum) > MOST_CALLS) {
            leave(principal);
            throw new QueryRefusal(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "too many calls of this user are under way: " + MOST_CALLS + " is the most");
        }
        if (!connections.asks(call)) {
            leave(principal);
            throw new QueryRefusal(
                    SqlState.OUT_OF_MEMORY, "the requests of all clients take more memory than there is for them");
        }
    }

    private void end(FlightCall call) {
        connections.hasAsked(call);
        leave(call.caller().principal());
    }

    private void leave(String principal) {
        calls.computeIfPresent(principal, (name, number) -> number == 1 ? null : number - 1);
    }

    private static void close(ServerCall<?, ?> call, QueryRefusal why) {
        Throwable told = StatusUtils.toGrpcException(FlightRefusals.of(why));
        Status status = Status.fromThrowable(told);
        @Nullable Metadata trailers = told instanceof StatusRuntimeException exception ? exception.getTrailers() : null;
        call.close(status.withCause(null), trailers == null ? new Metadata() : trailers);
    }

    /** Takes note of how a call goes on. */
    private final class Watched<Q> extends SimpleForwardingServerCallListener<Q> {
        private final FlightCall call;

        private Watched(Listener<Q> handler, FlightCall call) {
            super(handler);
            this.call = call;
        }

        @Override
        public void onHalfClose() {
            connections.hasAsked(call);
            super.onHalfClose();
        }

        @Override
        public void onCancel() {
            end(call);
            call.gone();
            super.onCancel();
        }

        @Override
        public void onComplete() {
            end(call);
            call.sent();
            super.onComplete();
        }
    }
}
