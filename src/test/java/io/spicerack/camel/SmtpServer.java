package io.spicerack.camel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes mail as RFC 5321 has it, one client at a time, and keeps it. */
final class SmtpServer implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final List<String> messages = new CopyOnWriteArrayList<>();

    private SmtpServer() throws IOException {
        Thread accepting = new Thread(this::accept, "smtp-server");
        accepting.setDaemon(true);
        accepting.start();
    }

    static SmtpServer start() throws IOException {
        return new SmtpServer();
    }

    int port() {
        return listening.getLocalPort();
    }

    List<String> messages() {
        return messages;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try (Socket client = listening.accept()) {
                serve(client);
            } catch (IOException e) {
                // this client has gone, or the server is closed
            }
        }
    }

    private void serve(Socket client) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        say(client, "220 here");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("DATA")) {
                say(client, "354 go on");
                StringBuilder message = new StringBuilder();
                for (String part = in.readLine(); part != null && !part.equals("."); part = in.readLine()) {
                    message.append(part).append('\n');
                }
                messages.add(message.toString());
            }
            say(client, line.equals("QUIT") ? "221 bye" : "250 ok");
        }
    }

    private static void say(Socket client, String words) throws IOException {
        client.getOutputStream().write((words + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
