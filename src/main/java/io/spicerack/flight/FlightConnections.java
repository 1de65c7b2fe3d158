package io.spicerack.flight;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.netty.channel.Channel;
import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The connections of the port: how many there are, and whose. Thread-safe. */
final class FlightConnections {
    /** Requests that are not there whole, each of which takes memory as it comes. */
    private static final int MOST_ASKING = 64;

    /** So long a client that was refused has to hear why. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    /** Both ends: no two open connections have the same. */
    private record Ends(SocketAddress remote, SocketAddress local) {}

    private final FlightLimits limits;
    private final Ticker ticker;
    private final Map<Ends, FlightConnection> open = new ConcurrentHashMap<>();
    private final Map<String, Integer> ofPrincipals = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger asking = new AtomicInteger();

    FlightConnections(FlightLimits limits, Ticker ticker) {
        this.limits = limits;
        this.ticker = ticker;
    }

    /** False where there are too many, or where the client is gone already. */
    boolean enter(Channel channel) {
        SocketAddress remote = channel.remoteAddress();
        SocketAddress local = channel.localAddress();
        if (remote == null || local == null) {
            return false;
        }
        if (count.incrementAndGet() > limits.connections()) {
            count.decrementAndGet();
            return false;
        }
        FlightConnection connection = new FlightConnection(channel, remote, ticker.now());
        Ends ends = new Ends(remote, local);
        open.put(ends, connection);
        connection.whenClosed(() -> leave(ends, connection));
        return true;
    }

    private void leave(Ends ends, FlightConnection connection) {
        open.remove(ends, connection);
        count.decrementAndGet();
        connection
                .principal()
                .ifPresent(name ->
                        ofPrincipals.computeIfPresent(name, (principal, number) -> number == 1 ? null : number - 1));
    }

    /** The connection of a call; null where it is gone. */
    @Nullable
    FlightConnection of(Attributes call) {
        SocketAddress remote = call.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        SocketAddress local = call.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR);
        return remote == null || local == null ? null : open.get(new Ends(remote, local));
    }

    /** Makes a connection one of its first principal's; refuses another one, and one too many. */
    void enter(FlightConnection connection, String principal) throws QueryRefusal {
        synchronized (connection) {
            String owner = connection.principal().orElse(null);
            if (owner == null) {
                take(principal);
                connection.belongsTo(principal);
            } else if (!owner.equals(principal)) {
                throw new QueryRefusal(
                        SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
                        "this connection is another user's; each user needs connections of their own");
            }
        }
    }

    private void take(String principal) throws QueryRefusal {
        int now = ofPrincipals.merge(principal, 1, Integer::sum);
        if (now > limits.perPrincipal()) {
            ofPrincipals.merge(principal, -1, Integer::sum);
            throw new QueryRefusal(
                    SqlState.TOO_MANY_CONNECTIONS,
                    "too many connections of this user: " + limits.perPrincipal()
                            + " are open, the most (spicerack.sql.connections-per-principal)");
        }
    }

    /** Takes note of a request that has begun; false where there are too many. */
    boolean asks(FlightCall call) {
        if (asking.incrementAndGet() > MOST_ASKING) {
            asking.decrementAndGet();
            return false;
        }
        call.connection().asks(call, ticker.now());
        return true;
    }

    /** Its request is there whole, or never will be. */
    void hasAsked(FlightCall call) {
        if (call.connection().hasAsked(call)) {
            asking.decrementAndGet();
        }
    }

    /** Ends those that nobody logs in to, that were refused, and that do not finish what they ask. */
    void look() {
        open.values().forEach(connection -> {
            boolean over = connection.refused().isPresent()
                    ? reaches(connection.refused().get(), LINGER)
                    : connection.principal().isEmpty()
                            && reaches(connection.since(), limits.times().login());
            for (Moment begun : connection.asking()) {
                over |= reaches(begun, limits.times().message());
            }
            if (over) {
                connection.reset(() -> {});
            }
        });
    }

    private boolean reaches(Moment since, Duration most) {
        return ticker.since(since).compareTo(most) >= 0;
    }
}
