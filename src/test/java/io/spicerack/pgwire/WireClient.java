package io.spicerack.pgwire;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** A client that sends what it is told, byte by byte. Not thread-safe. */
final class WireClient implements Closeable {
    /** A message of the server: its letter, and its bytes as text. */
    record Reply(char type, String text) {}

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    WireClient(int port) throws IOException {
        socket = new Socket();
        // small, so that a server cannot hand over much to a client that takes nothing
        socket.setReceiveBufferSize(16 << 10);
        socket.connect(new InetSocketAddress("127.0.0.1", port), 5000);
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    WireClient send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    WireClient waitAtMost(int millis) throws IOException {
        socket.setSoTimeout(millis);
        return this;
    }

    /** Says that nothing more comes. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    static byte[] startUp(int code, String... parameters) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(ByteBuffer.allocate(4).putInt(code).array());
        for (String parameter : parameters) {
            body.writeBytes(string(parameter));
        }
        body.write(0);
        return ByteBuffer.allocate(4 + body.size()).putInt(4 + body.size()).put(body.toByteArray()).array();
    }

    static byte[] message(char type, byte[]... parts) {
        int size = 4;
        for (byte[] part : parts) {
            size += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(1 + size).put((byte) type).putInt(size);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    static byte[] string(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] query(String sql) {
        return message('Q', string(sql));
    }

    /** Says hello, and shows the password. */
    WireClient logIn() throws IOException {
        return logIn(OpenDoor.USER, OpenDoor.PASSWORD);
    }

    WireClient logIn(String user, String password) throws IOException {
        send(startUp(3 << 16, "user", user, "database", "spicerack"));
        expect('R');
        String first = "n=,r=fyko+d2lbbFgONRv9qkxdawL";
        byte[] hello = ("n,," + first).getBytes(StandardCharsets.UTF_8);
        send(message(
                'p',
                string("SCRAM-SHA-256"),
                ByteBuffer.allocate(4).putInt(hello.length).array(),
                hello));
        String challenge = expect('R').text().substring(4);
        String[] parts = challenge.split(",", 3);
        String last = "c=biws," + parts[0];
        byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
        byte[] proof = proof(password, salt, Integer.parseInt(parts[2].substring(2)), first + "," + challenge + "," + last);
        send(message(
                'p', (last + ",p=" + Base64.getEncoder().encodeToString(proof)).getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    private static byte[] proof(String password, byte[] salt, int iterations, String message) {
        try {
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 256))
                    .getEncoded();
            byte[] key = hmac(salted, "Client Key");
            byte[] signature = hmac(MessageDigest.getInstance("SHA-256").digest(key), message);
            for (int i = 0; i < key.length; i++) {
                key[i] ^= signature[i];
            }
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    /** All messages up to ReadyForQuery, and that. */
    List<Reply> untilReady() throws IOException {
        List<Reply> replies = new ArrayList<>();
        do {
            replies.add(read());
        } while (replies.get(replies.size() - 1).type() != 'Z');
        return replies;
    }

    Reply expect(char type) throws IOException {
        Reply reply = read();
        if (reply.type() != type) {
            throw new IOException("not " + type + " but " + reply);
        }
        return reply;
    }

    Reply read() throws IOException {
        char type = (char) in.readUnsignedByte();
        byte[] body = new byte[in.readInt() - 4];
        in.readFully(body);
        return new Reply(type, new String(body, StandardCharsets.ISO_8859_1));
    }

    int readByte() throws IOException {
        return in.read();
    }

    /** All that comes until the server ends the connection, as text. */
    String untilEnd() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                all.write(next);
            }
        } catch (EOFException | SocketException e) {
            // a reset is an end too
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
