package io.spicerack.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Hands requests on to a server, and ends the client's connection in place of some answers, once the server has made them. */
final class LosingProxy implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

    /** The proxy asks for the body itself; the header is not signed. */
    private static final Pattern EXPECT = Pattern.compile("(?i)expect: *100-continue\r\n");

    private final RawClient server;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger toLose = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();

    private LosingProxy(URI server) throws IOException {
        this.server = new RawClient(server);
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    static LosingProxy to(URI server) throws IOException {
        return new LosingProxy(server);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** The next {@code answers} do not arrive. */
    void lose(int answers) {
        toLose.set(answers);
    }

    /** How many requests came. */
    int requests() {
        return requests.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            for (byte[] request = request(client); request.length > 0; request = request(client)) {
                requests.incrementAndGet();
                byte[] answer = server.send(request).getBytes(StandardCharsets.UTF_8);
                if (toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    return;
                }
                client.getOutputStream().write(answer);
            }
        } catch (IOException e) {
            // the client went
        }
    }

    private static byte[] request(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        int next;
        while (!read.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n") && (next = in.read()) >= 0) {
            read.write(next);
        }
        String head = read.toString(StandardCharsets.ISO_8859_1);
        if (EXPECT.matcher(head).find()) {
            client.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(EXPECT.matcher(head).replaceFirst("").getBytes(StandardCharsets.ISO_8859_1));
        var length = LENGTH.matcher(head);
        if (length.find()) {
            whole.writeBytes(in.readNBytes(Integer.parseInt(length.group(1))));
        }
        return whole.toByteArray();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
