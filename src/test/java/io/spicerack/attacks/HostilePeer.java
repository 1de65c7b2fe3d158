package io.spicerack.attacks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers on behalf of AWS as a gateway, a captive portal or somebody hostile would. The answer is chosen by the first segment
 * of the path that the client was pointed to. Thread-safe.
 */
final class HostilePeer implements AutoCloseable {
    /**
     * What comes back.
     *
     * @param status 0 for no answer at all
     * @param claimed how many bytes the head announces; what is missing never comes
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Said(int status, String headers, byte[] body, int claimed) {
        static Said of(int status, String headers, String body) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return new Said(status, headers, bytes, bytes.length);
        }

        Said cutShort() {
            return new Said(status, headers, body, claimed + 1_000);
        }
    }

    private final ServerSocket server;
    private final Map<String, Said> answers = new ConcurrentHashMap<>();

    HostilePeer() throws IOException {
        server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    /** Where clients get that answer. */
    URI saying(String name, Said answer) {
        answers.put(name, answer);
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/" + name);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                thread(() -> serve(caller));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket caller) {
        try (caller) {
            InputStream in = caller.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return;
                }
                head.append((char) next);
            }
            Said answer = answers.get(head.toString().split("[ /?]", 4)[2]);
            skipBody(in, head.toString().toLowerCase(Locale.ROOT));
            if (answer != null && answer.status() > 0) {
                OutputStream out = caller.getOutputStream();
                out.write(("HTTP/1.1 " + answer.status() + " Said\r\n" + answer.headers() + "Content-Length: "
                                + answer.claimed() + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.write(answer.body());
                out.flush();
            }
        } catch (IOException e) {
            // it hung up
        }
    }

    private static void skipBody(InputStream in, String head) throws IOException {
        int at = head.indexOf("content-length: ");
        if (at >= 0) {
            int from = at + "content-length: ".length();
            in.skipNBytes(Integer.parseInt(head.substring(from, head.indexOf("\r\n", from))));
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "hostile-peer");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
