package io.spicerack.source;

import io.spicerack.tls.OwnIdentity;
import io.spicerack.tls.Pem;
import io.spicerack.tls.TlsFiles;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * Gives a server TLS with the certificate that a test wants, to try whom a client believes; behind it the server is spoken to
 * without. Counts what it is told under TLS. Thread-safe.
 */
public final class TlsFront implements AutoCloseable {
    private static final int CLIENT_SSL = 0x800;
    private static final int CANCEL_BYTES = 16;

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicLong told = new AtomicLong();
    private final int server;
    private final boolean postgres;
    private final boolean wantsClient;
    private final SSLContext tls;

    private TlsFront(int server, boolean postgres, String certificate, boolean wantsClient)
            throws IOException, GeneralSecurityException {
        this.server = server;
        this.postgres = postgres;
        this.wantsClient = wantsClient;
        this.tls = SSLContext.getInstance("TLS");
        OwnIdentity identity = new OwnIdentity(
                Pem.privateKey(TlsFiles.path(certificate + ".key")), TlsFiles.certificates(certificate));
        tls.init(TlsFiles.managers(identity), new TrustManager[] {TlsFiles.trusting("authority")}, null);
        Thread accepting = new Thread(this::accept, "tls-front");
        accepting.setDaemon(true);
        accepting.start();
    }

    public static TlsFront before(int server, boolean postgres, String certificate) throws Exception {
        return new TlsFront(server, postgres, certificate, false);
    }

    static TlsFront wantingClients(int server, boolean postgres, String certificate) throws Exception {
        return new TlsFront(server, postgres, certificate, true);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Bytes that came under TLS. */
    public long told() {
        return told.get();
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket client = listening.accept();
                open.add(client);
                daemon(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try {
            Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
            open.add(upstream);
            if (postgres) {
                byte[] first = new byte[8];
                new DataInputStream(client.getInputStream()).readFully(first);
                if (first[3] == CANCEL_BYTES) {
                    // a driver stops a query without TLS, over a connection of its own
                    upstream.getOutputStream().write(first);
                    daemon(() -> pump(upstream, client, false));
                    pump(client, upstream, false);
                    return;
                }
                client.getOutputStream().write('S');
            } else {
                greet(upstream.getInputStream(), client.getOutputStream());
                packet(client.getInputStream());
            }
            SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(client, null, client.getPort(), true);
            secured.setUseClientMode(false);
            secured.setNeedClientAuth(wantsClient);
            secured.startHandshake();
            daemon(() -> pump(upstream, secured, false));
            if (!postgres) {
                byte[] login = packet(secured.getInputStream());
                told.addAndGet(login.length);
                // the request for TLS was one more, and a server that has TLS itself would wait for it to begin
                login[3]--;
                login[4 + 1] &= (byte) ~(CLIENT_SSL >> 8);
                upstream.getOutputStream().write(login);
            }
            pump(secured, upstream, true);
        } catch (IOException e) {
            close(client);
        }
    }

    /** The server's greeting, with TLS among its capabilities. */
    private static void greet(InputStream from, OutputStream to) throws IOException {
        byte[] greeting = packet(from);
        int capabilities = 4 + 1;
        while (greeting[capabilities] != 0) {
            capabilities++;
        }
        capabilities += 1 + 4 + 8 + 1;
        greeting[capabilities + 1] |= CLIENT_SSL >> 8;
        to.write(greeting);
    }

    private static byte[] packet(InputStream from) throws IOException {
        DataInputStream in = new DataInputStream(from);
        byte[] head = new byte[4];
        in.readFully(head);
        int length = (head[0] & 0xff) | (head[1] & 0xff) << 8 | (head[2] & 0xff) << 16;
        byte[] packet = Arrays.copyOf(head, 4 + length);
        in.readFully(packet, 4, length);
        return packet;
    }

    private void pump(Socket from, Socket to, boolean counted) {
        try {
            byte[] buffer = new byte[1 << 13];
            for (int length = from.getInputStream().read(buffer);
                    length >= 0;
                    length = from.getInputStream().read(buffer)) {
                told.addAndGet(counted ? length : 0);
                to.getOutputStream().write(buffer, 0, length);
            }
        } catch (IOException e) {
            // one side has gone: so does the other
        } finally {
            close(from);
            close(to);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "tls-front");
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
        open.forEach(TlsFront::close);
    }
}
