package io.spicerack.camel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands between Spicerack and a database and puts one text in the place of another of the same length in what the server
 * sends: a fault that neither end notices. Thread-safe.
 */
final class AlteringProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "altering-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger altered = new AtomicInteger();
    private volatile byte @Nullable [] from;
    private volatile byte @Nullable [] to;

    AlteringProxy(int server) {
        this.server = server;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on. */
    void alter(String text, String into) {
        to = into.getBytes(StandardCharsets.UTF_8);
        from = text.getBytes(StandardCharsets.UTF_8);
    }

    /** How often it has done so. */
    int altered() {
        return altered.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket database = new Socket(InetAddress.getLoopbackAddress(), server);
                threads.execute(() -> relay(client, database, false));
                threads.execute(() -> relay(database, client, true));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void relay(Socket source, Socket target, boolean altering) {
        try (source;
                target) {
            InputStream in = source.getInputStream();
            OutputStream out = target.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                byte[] old = from;
                byte[] replacement = to;
                if (altering && old != null && replacement != null) {
                    replace(buffer, count, old, replacement);
                }
                out.write(buffer, 0, count);
                out.flush();
            }
        } catch (IOException e) {
            // one of the two is gone, and so is the other
        }
    }

    private void replace(byte[] buffer, int count, byte[] old, byte[] replacement) {
        for (int at = 0; at + old.length <= count; at++) {
            if (Arrays.equals(buffer, at, at + old.length, old, 0, old.length)) {
                System.arraycopy(replacement, 0, buffer, at, replacement.length);
                altered.incrementAndGet();
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
