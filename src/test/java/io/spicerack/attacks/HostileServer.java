package io.spicerack.attacks;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What answers where a database is said to be. Each connection is served by a thread until it is closed. */
abstract class HostileServer implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    HostileServer() throws IOException {
        daemon(() -> {
            while (!listening.isClosed()) {
                Socket socket = listening.accept();
                open.add(socket);
                daemon(() -> {
                    try (socket) {
                        serve(
                                new DataInputStream(socket.getInputStream()),
                                new DataOutputStream(socket.getOutputStream()));
                    }
                });
            }
        });
    }

    abstract void serve(DataInputStream in, DataOutputStream out) throws IOException;

    /** What it does to whom it has let in. */
    @FunctionalInterface
    interface Attack {
        void on(DataOutputStream out) throws IOException;
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // the other side has gone, as it should
                    }
                },
                "hostile-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
