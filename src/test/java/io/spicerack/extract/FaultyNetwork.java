package io.spicerack.extract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
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
    private final AtomicInteger faults = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Fault fault = Fault.NONE;
    private volatile long after;

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
        after = bytes;
        fault = suffers;
        faults.set(times);
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket client = listening.accept();
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
                open.add(client);
                open.add(upstream);
                accepted.incrementAndGet();
                daemon(() -> pump(client, upstream, Long.MAX_VALUE, Fault.NONE));
                boolean faulty = faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
                daemon(() -> pump(upstream, client, faulty ? after : Long.MAX_VALUE, faulty ? fault : Fault.NONE));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void pump(Socket from, Socket to, long bytes, Fault fault) {
        byte[] buffer = new byte[1 << 14];
        long left = bytes;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int length = in.read(buffer);
            while (length >= 0) {
                left -= length;
                if (left > 0) {
                    out.write(buffer, 0, length);
                } else if (fault == Fault.CUT) {
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
