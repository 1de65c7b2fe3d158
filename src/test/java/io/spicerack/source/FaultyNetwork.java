package io.spicerack.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to a server that breaks, or falls silent, after so many bytes from it. Thread-safe. */
public final class FaultyNetwork implements AutoCloseable {
    /** What happens to a connection when its bytes are used up. */
    public enum Fault {
        NONE,
        CUT,
        SILENCE
    }

    private final ServerSocket listening;
    private final int server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final Queue<Suffering> next = new ConcurrentLinkedQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();

    /** @param after so many bytes from the server */
    private record Suffering(Fault fault, long after) {
        static final Suffering NONE = new Suffering(Fault.NONE, Long.MAX_VALUE);
    }

    public FaultyNetwork(int server) throws IOException {
        this.server = server;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Connections so far. */
    public int accepted() {
        return accepted.get();
    }

    /** From now on the next {@code times} connections suffer this after so many bytes from the server. */
    public void next(int times, Fault suffers, long bytes) {
        next.clear();
        then(times, suffers, bytes);
    }

    /** And the next ones after these suffer that. */
    public void then(int times, Fault suffers, long bytes) {
        next.addAll(Collections.nCopies(times, new Suffering(suffers, bytes)));
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket client = listening.accept();
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
                open.add(client);
                open.add(upstream);
                accepted.incrementAndGet();
                daemon(() -> pump(client, upstream, Suffering.NONE));
                Suffering suffers = Optional.ofNullable(next.poll()).orElse(Suffering.NONE);
                daemon(() -> pump(upstream, client, suffers));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void pump(Socket from, Socket to, Suffering suffers) {
        byte[] buffer = new byte[1 << 14];
        long left = suffers.after();
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int length = in.read(buffer);
            while (length >= 0) {
                left -= length;
                if (left > 0) {
                    out.write(buffer, 0, length);
                } else if (suffers.fault() == Fault.CUT) {
                    break;
                }
                length = in.read(buffer);
            }
        } catch (IOException e) {
            // one side has gone: so does the other
        } finally {
            close(from);
            close(to);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "faulty-network");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        open.forEach(FaultyNetwork::close);
    }
}
