package io.spicerack.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Many connections to one port that send little or nothing, until it is closed. Not thread-safe. */
public final class Crowd implements AutoCloseable {
    private final List<Socket> sockets = new ArrayList<>();

    /** Half of them say nothing, half never finish their headers. */
    public static Crowd at(URI port, int connections) throws IOException {
        Crowd crowd = new Crowd();
        for (int i = 0; i < connections; i++) {
            Socket socket = new Socket(port.getHost(), port.getPort());
            crowd.sockets.add(socket);
            if (i % 2 == 0) {
                socket.getOutputStream().write("GET /health HTTP/1.1\r\nHost: a".getBytes(UTF_8));
            }
        }
        return crowd;
    }

    /** A byte more from each: it is slow, not dead. */
    public void trickle() {
        for (Socket socket : sockets) {
            try {
                socket.getOutputStream().write('b');
            } catch (IOException e) {
                // it was cut already
            }
        }
    }

    /** How many threads the process has. */
    public static int threads() {
        return Thread.getAllStackTraces().size();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
