package io.spicerack.source;

import io.spicerack.model.DataSourceType;
import io.spicerack.tls.ShownPasswordKey;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import javax.crypto.Cipher;

/** Speaks no more of MySQL and PostgreSQL than what asks a client for its password, and keeps all that it hears. */
final class LoginServer implements AutoCloseable {
    static final String PASSWORD = "hunter2-and-more";

    private static final byte[] SEED = "abcdefghijklmnopqrst".getBytes(StandardCharsets.US_ASCII);

    /** How it asks. */
    enum Ask {
        MYSQL_IN_CLEAR_TEXT(DataSourceType.MYSQL, "mysql_clear_password"),
        MYSQL_BY_PAM(DataSourceType.MYSQL, "dialog"),
        MYSQL_UNDER_A_KEY(DataSourceType.MYSQL, "caching_sha2_password"),
        POSTGRES_IN_CLEAR_TEXT(DataSourceType.POSTGRESQL, "");

        private final DataSourceType type;
        private final String plugin;

        Ask(DataSourceType type, String plugin) {
            this.type = type;
            this.plugin = plugin;
        }

        DataSourceType type() {
            return type;
        }
    }

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final KeyPair keys;
    private final Ask ask;
    private volatile String decrypted = "";

    private LoginServer(Ask ask) throws IOException, GeneralSecurityException {
        this.ask = ask;
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        this.keys = generator.generateKeyPair();
        Thread accepting = new Thread(this::accept, "login-server");
        accepting.setDaemon(true);
        accepting.start();
    }

    static LoginServer asking(Ask ask) throws IOException, GeneralSecurityException {
        return new LoginServer(ask);
    }

    int port() {
        return listening.getLocalPort();
    }

    ShownPasswordKey key() {
        return ShownPasswordKey.of(keys.getPublic().getEncoded());
    }

    String heard() {
        synchronized (heard) {
            return heard.toString(StandardCharsets.ISO_8859_1);
        }
    }

    /** What came under its key. */
    String decrypted() {
        return decrypted;
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                try (Socket client = listening.accept()) {
                    client.setSoTimeout(5_000);
                    DataInputStream in = new DataInputStream(client.getInputStream());
                    if (ask.type == DataSourceType.POSTGRESQL) {
                        postgres(in, client.getOutputStream());
                    } else {
                        mySql(in, client.getOutputStream());
                    }
                } catch (IOException | GeneralSecurityException e) {
                    // this client has gone
                }
            }
        } catch (RuntimeException e) {
            // closed
        }
    }

    private void postgres(DataInputStream in, OutputStream out) throws IOException {
        keep(in.readNBytes(in.readInt() - 4));
        out.write(new byte[] {'R', 0, 0, 0, 8, 0, 0, 0, 3});
        if (in.read() >= 0) {
            // a message with the password
            keep(in.readNBytes(in.readInt() - 4));
        }
    }

    private void mySql(DataInputStream in, OutputStream out) throws IOException, GeneralSecurityException {
        send(out, 0, greeting());
        keep(packet(in));
        String plugin = ask.plugin;
        send(
                out,
                2,
                ("\u00fe" + plugin + "\0" + new String(SEED, StandardCharsets.ISO_8859_1) + "\0")
                        .getBytes(StandardCharsets.ISO_8859_1));
        keep(packet(in));
        if (!plugin.equals("caching_sha2_password")) {
            return;
        }
        send(out, 4, new byte[] {1, 4});
        byte[] answer = packet(in);
        keep(answer);
        if (answer.length == 1 && answer[0] == 2) {
            send(out, 6, ("\u0001" + key().pem()).getBytes(StandardCharsets.ISO_8859_1));
            return;
        }
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
        cipher.init(Cipher.DECRYPT_MODE, keys.getPrivate());
        byte[] hidden = cipher.doFinal(answer);
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] ^= SEED[i % SEED.length];
        }
        decrypted = new String(hidden, 0, hidden.length - 1, StandardCharsets.UTF_8);
        send(out, 6, "\u00ff\u0015\u0004#28000no".getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] greeting() throws IOException {
        ByteArrayOutputStream greeting = new ByteArrayOutputStream();
        greeting.write("\n9.0.0\0\1\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
        greeting.write(SEED, 0, 8);
        greeting.write(new byte[] {0, (byte) 0x0f, (byte) 0xa2, 45, 2, 0, (byte) 0x1b, 0, 21});
        greeting.write(new byte[10]);
        greeting.write(SEED, 8, 12);
        greeting.write("\0mysql_native_password\0".getBytes(StandardCharsets.ISO_8859_1));
        return greeting.toByteArray();
    }

    private static void send(OutputStream out, int sequence, byte[] packet) throws IOException {
        out.write(new byte[] {(byte) packet.length, (byte) (packet.length >> 8), 0, (byte) sequence});
        out.write(packet);
        out.flush();
    }

    private static byte[] packet(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
        in.readUnsignedByte();
        return in.readNBytes(length);
    }

    private void keep(byte[] bytes) {
        synchronized (heard) {
            heard.writeBytes(bytes);
        }
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
