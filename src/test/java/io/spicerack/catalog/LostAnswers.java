package io.spicerack.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A way to PostgreSQL on which the answer to a COMMIT is lost, as often as a test wants, and which the server has got; or on which
 * nothing passes for a while. Thread-safe.
 */
final class LostAnswers implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger left = new AtomicInteger();
    private boolean stalled;
    private final int server;

    LostAnswers(int server) throws IOException {
        this.server = server;
        daemon(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    void loseNext(int answers) {
        left.set(answers);
    }

    int stillToLose() {
        return left.get();
    }

    /** From now on nothing passes, and nobody is told so. */
    synchronized void stall() {
        stalled = true;
    }

    /** What waited passes. */
    synchronized void pass() {
        stalled = false;
        notifyAll();
    }

    private synchronized void awaitPassing() {
        try {
            while (stalled) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Way way = new Way(listening.accept(), new Socket(InetAddress.getLoopbackAddress(), server));
                open.addAll(List.of(way.client, way.upstream));
                daemon(() -> way.pump(way.client, way.upstream, true));
                daemon(() -> way.pump(way.upstream, way.client, false));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private final class Way {
        private final Socket client;
        private final Socket upstream;

        Way(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        void pump(Socket from, Socket to, boolean asking) {
            byte[] buffer = new byte[1 << 14];
            try (from;
                    to) {
                for (int length = from.getInputStream().read(buffer);
                        length >= 0;
                        length = from.getInputStream().read(buffer)) {
                    if (!asking && left.get() > 0 && text(buffer, length).contains("COMMIT")) {
                        left.decrementAndGet();
                        return;
                    }
                    awaitPassing();
                    to.getOutputStream().write(buffer, 0, length);
                }
            } catch (IOException e) {
                // one side has gone: so does the other
            }
        }

        private String text(byte[] buffer, int length) {
            return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "lost-answers");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
