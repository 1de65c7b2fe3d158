package io.spicerack.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A socket that goes where it may, and whose reads end with the time that its session has to begin. Unless TLS is inside of
 * it, its bytes are watched; of those before TLS begins there are few. As thread-safe as a socket.
 */
public final class WireSocket extends Socket {
    /** A greeting has some hundred bytes; a driver reads ahead. */
    private static final int MOST_IN_THE_OPEN = 1 << 16;

    private final Wire wire;
    private Wire.@Nullable Streams streams;
    private volatile boolean tlsBegun;

    /** A driver connects it. */
    public WireSocket(Wire wire) {
        this.wire = wire;
    }

    /** A socket for a protocol of our own. */
    public static WireSocket of(WireLimits limits) {
        return new WireSocket(Wire.open(limits));
    }

    public Wire wire() {
        return wire;
    }

    /** From now on its bytes are TLS's. */
    void tlsBegins() {
        tlsBegun = true;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        wire.limits().carries(this);
        Optional<Detour> detour = wire.limits().detour();
        if (detour.isPresent()) {
            bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            InetSocketAddress entrance = detour.get().entrance(getLocalPort(), patience(timeout));
            super.connect(entrance, patience(timeout));
            return;
        }
        if (endpoint instanceof InetSocketAddress internet && !internet.isUnresolved()) {
            wire.limits().checkReach(internet.getAddress());
        }
        super.connect(endpoint, patience(timeout));
    }

    @Override
    public synchronized void close() throws IOException {
        wire.limits().leaves(this);
        super.close();
    }

    /** The driver's own, or what is left where that is less. */
    private int patience(int timeout) throws IOException {
        int left = wire.limits().millisLeft();
        return left == 0 || (timeout > 0 && timeout < left) ? timeout : left;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return streams().in();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return streams().out();
    }

    private synchronized Wire.Streams streams() throws IOException {
        Wire.Streams made = streams;
        if (made == null) {
            InputStream timed = new TimedStream(super.getInputStream());
            OutputStream out = super.getOutputStream();
            made = wire.encrypted() ? new Wire.Streams(timed, out) : wire.watched(timed, out);
            streams = made;
        }
        return made;
    }

    /** While the session begins, no read waits for longer than there is time. */
    private final class TimedStream extends FilterInputStream {
        private int inTheOpen;

        TimedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int from, int most) throws IOException {
            int left = wire.limits().millisLeft();
            int patience = left == 0 ? 0 : getSoTimeout();
            if (left == 0 || (patience > 0 && patience < left)) {
                return counted(super.read(to, from, most));
            }
            setSoTimeout(left);
            try {
                return counted(super.read(to, from, most));
            } finally {
                setSoTimeout(patience);
            }
        }

        private int counted(int read) throws IOException {
            if (wire.encrypted() && !tlsBegun) {
                inTheOpen += Math.max(read, 0);
                if (inTheOpen > MOST_IN_THE_OPEN) {
                    throw new BrokenProtocolException(
                            "what answers sends more than " + MOST_IN_THE_OPEN + " bytes before TLS begins");
                }
            }
            return read;
        }
    }
}
