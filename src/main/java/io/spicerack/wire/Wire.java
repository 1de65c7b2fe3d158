package io.spicerack.wire;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How a connection is watched, handed to code that a driver makes by the name of its class and gives texts alone: static,
 * since nothing else reaches there. It is found as long as somebody holds it, as the connection's socket does. Thread-safe.
 */
public final class Wire {
    private static final Map<String, WeakReference<Wire>> HANDED = new ConcurrentHashMap<>();
    private static final AtomicLong IDS = new AtomicLong();

    private final String id = String.valueOf(IDS.incrementAndGet());
    private final Protocol protocol;
    private final boolean encrypted;
    private final WireLimits limits;

    /** How a database's messages are watched. */
    @FunctionalInterface
    public interface Protocol {
        /** Streams that give and take what these do, as far as the server keeps to the protocol and the limits. */
        Streams watched(InputStream in, OutputStream out, WireLimits limits);
    }

    /** How a driver connects that takes the wire by {@link #taken}. */
    @FunctionalInterface
    public interface Connecting {
        Connection over(String wireId) throws SQLException;
    }

    /** Both ways. */
    public record Streams(InputStream in, OutputStream out) {}

    private Wire(Protocol protocol, boolean encrypted, WireLimits limits) {
        this.protocol = protocol;
        this.encrypted = encrypted;
        this.limits = limits;
    }

    /**
     * Makes a connection over a wire, which {@code connecting} hands on by its id. It is held until that ends; from then on
     * the connection's socket holds it.
     *
     * @param encrypted the bytes of the socket itself are TLS's; those inside are watched
     */
    public static Connection connect(Protocol protocol, boolean encrypted, WireLimits limits, Connecting connecting)
            throws SQLException {
        Wire wire = new Wire(protocol, encrypted, limits);
        HANDED.values().removeIf(kept -> kept.get() == null);
        HANDED.put(wire.id, new WeakReference<>(wire));
        try {
            return connecting.over(wire.id);
        } finally {
            Reference.reachabilityFence(wire);
        }
    }

    /** The wire of a protocol of our own, whose bytes nobody else has to be kept from. */
    static Wire open(WireLimits limits) {
        return new Wire((in, out, same) -> new Streams(in, out), false, limits);
    }

    /** The wire that was handed out under this id. */
    public static Wire taken(String id) {
        return Optional.ofNullable(HANDED.get(id))
                .map(WeakReference::get)
                .orElseThrow(() -> new IllegalStateException("no connection is made or held under '" + id + "'"));
    }

    public WireLimits limits() {
        return limits;
    }

    boolean encrypted() {
        return encrypted;
    }

    Streams watched(InputStream in, OutputStream out) {
        return protocol.watched(in, out, limits);
    }
}
