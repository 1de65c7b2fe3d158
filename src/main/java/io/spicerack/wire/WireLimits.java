package io.spicerack.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where one connection may go, and what a server may send over it: how large a row, how much that a driver holds whole, and
 * until when. The reader's thread asks; {@link #streaming}, {@link #settled} and {@link #cut} may come from any. Thread-safe.
 */
public final class WireLimits {
    /** What a driver is given that it holds until the whole answer is there. */
    private static final long MOST_HELD = 64L << 20;

    private final int rowBytes;
    private final long deadline;
    private final boolean whole;
    private final Reach reach;
    private volatile boolean timed = true;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean streaming;
    private volatile boolean cut;
    private long held;

    /**
     * The limits of a connection that is about to be made.
     *
     * @param rowBytes the largest row
     * @param within how long it may take until {@link #settled}
     * @param whole whether it is for all of the connection's life
     */
    public WireLimits(int rowBytes, Duration within, boolean whole, Reach reach) {
        this.rowBytes = rowBytes;
        this.whole = whole;
        this.reach = reach;
        this.deadline = System.nanoTime() + within.toNanos();
    }

    void checkReach(InetAddress address) throws RefusedAddressException {
        reach.check(address);
    }

    Optional<Detour> detour() {
        return reach.detour();
    }

    /** The session has begun: from now on it may take as long as its driver waits for it. */
    public void settled() {
        timed = whole;
    }

    public boolean isCut() {
        return cut;
    }

    /** Ends it, however far it has come: what waits for the server fails, and nothing connects any more. */
    public void cut() {
        cut = true;
        sockets.forEach(WireLimits::close);
    }

    /** A socket goes over it from now on, until it {@link #leaves}. */
    void carries(Socket socket) throws CutWireException {
        sockets.add(socket);
        if (cut) {
            close(socket);
            throw new CutWireException();
        }
    }

    void leaves(Socket socket) {
        sockets.remove(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // what was to end has ended, or ends with its peer
        }
    }

    /** Whether the rows that come are handed over as they come, rather than held whole. */
    public void streaming(boolean whether) {
        // asked for each row of a COPY: a write that changes nothing would still be a barrier
        if (streaming != whether) {
            streaming = whether;
        }
    }

    /** A new question: what was held for the last one is let go. */
    public void asked() {
        held = 0;
    }

    /** Throws where nothing that the server sends at a time may have so many bytes. */
    public void largest(long bytes) throws RowTooLargeException {
        if (bytes > rowBytes) {
            throw new RowTooLargeException(bytes, rowBytes);
        }
    }

    /** Throws where the server may not send a row of so many bytes. */
    public void row(long bytes) throws RowTooLargeException {
        largest(bytes);
        if (!streaming) {
            hold(bytes);
        }
    }

    /** Throws where the driver would have to hold more for one question than it may. */
    public void hold(long bytes) throws RowTooLargeException {
        held += bytes;
        if (held > MOST_HELD) {
            throw new RowTooLargeException("an answer that is held whole has passed " + MOST_HELD + " bytes");
        }
    }

    /** How many milliseconds are left; 0 for no limit. */
    int millisLeft() throws IOException {
        if (cut) {
            throw new CutWireException();
        }
        if (!timed) {
            return 0;
        }
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new OutOfTimeException();
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }
}
