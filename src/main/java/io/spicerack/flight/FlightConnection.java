package io.spicerack.flight;

import io.netty.channel.Channel;
import io.spicerack.http.ConnectionReset;
import io.spicerack.model.Ticker.Moment;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** One connection: whose it is, and what it asks. Thread-safe. */
final class FlightConnection {
    private final Channel channel;
    private final SocketAddress remote;
    private final Moment since;
    private final Map<Object, Moment> asking = new ConcurrentHashMap<>();
    private @Nullable String principal;
    private volatile @Nullable Moment refused;

    FlightConnection(Channel channel, SocketAddress remote, Moment since) {
        this.channel = channel;
        this.remote = remote;
        this.since = since;
    }

    /** Where the client is. */
    String address() {
        return remote instanceof InetSocketAddress address ? address.getHostString() : "";
    }

    Moment since() {
        return since;
    }

    synchronized Optional<String> principal() {
        return Optional.ofNullable(principal);
    }

    /** A connection is of one principal. */
    synchronized void belongsTo(String name) {
        principal = name;
    }

    /** Who was not let in once is not asked for a password again. */
    void refuse(Moment when) {
        refused = when;
    }

    Optional<Moment> refused() {
        return Optional.ofNullable(refused);
    }

    /** A call has begun whose request is not there whole. */
    void asks(Object call, Moment when) {
        asking.put(call, when);
    }

    /** False where that was known. */
    boolean hasAsked(Object call) {
        return asking.remove(call) != null;
    }

    /** Since when each has been asking. */
    Iterable<Moment> asking() {
        return asking.values();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    void whenClosed(Runnable act) {
        var unused = channel.closeFuture().addListener(closed -> act.run());
    }

    /** Ends it so that nothing which was written to it leaves any more. Any thread. */
    void reset(Runnable done) {
        try {
            channel.eventLoop().execute(() -> ConnectionReset.of(channel, done));
        } catch (IllegalStateException | RejectedExecutionException e) {
            // it has no event loop yet, or none any more
            channel.unsafe().closeForcibly();
            done.run();
        }
    }
}
