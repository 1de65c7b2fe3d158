package io.spicerack.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between the SDK and the embedded AWS: it passes on, is dead, or answers every call as a throttling KMS does.
 * Thread-safe.
 */
final class KmsRelay implements AutoCloseable {
    /** What becomes of a call. */
    enum Mode {
        PASSES_ON,
        DEAD,
        THROTTLES
    }

    private static final String THROTTLED =
            "{\"__type\":\"ThrottlingException\",\"message\":\"You have exceeded the rate at which you may call"
                    + " KMS.\"}";

    private final ServerSocket server;
    private final URI target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.PASSES_ON;

    KmsRelay(URI target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Connections that are open end, so that the next call meets the new mode. */
    void mode(Mode next) {
        mode = next;
        open.forEach(KmsRelay::closeQuietly);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                open.add(caller);
                thread(() -> serve(caller));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket caller) {
        try (caller) {
            switch (mode) {
                case DEAD -> {
                    // hangs up
                }
                case THROTTLES -> throttle(caller);
                case PASSES_ON -> passOn(caller);
            }
        } catch (IOException e) {
            // one side hung up
        } finally {
            open.remove(caller);
        }
    }

    private void passOn(Socket caller) throws IOException {
        try (Socket kms = new Socket(target.getHost(), target.getPort())) {
            open.add(kms);
            thread(() -> copy(kms, caller));
            caller.getInputStream().transferTo(kms.getOutputStream());
            open.remove(kms);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one side hung up
        }
        closeQuietly(to);
    }

    private static void throttle(Socket caller) throws IOException {
        InputStream in = caller.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return;
            }
            head.append((char) next);
        }
        String lower = head.toString().toLowerCase(Locale.ROOT);
        int at = lower.indexOf("content-length: ") + "content-length: ".length();
        in.readNBytes(Integer.parseInt(lower.substring(at, lower.indexOf("\r\n", at))));
        OutputStream out = caller.getOutputStream();
        out.write(("HTTP/1.1 400 Bad Request\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: "
                        + THROTTLED.length() + "\r\nConnection: close\r\n\r\n" + THROTTLED)
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "kms-relay");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // closed
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(KmsRelay::closeQuietly);
    }
}
