package io.spicerack.source.mysql;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.source.SourceConfig;
import io.spicerack.tls.ShownPasswordKey;
import io.spicerack.wire.DetourException;
import io.spicerack.wire.RefusedAddressException;
import io.spicerack.wire.WireSocket;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Asks a MySQL server for the RSA key under which caching_sha2_password takes passwords without TLS (its manual, "Connection
 * Phase"): a log-in with an answer made up, up to the point where the key comes. No password is there to be learnt. Stateless.
 */
final class MySqlPasswordKey {
    /** CLIENT_PROTOCOL_41, CLIENT_SECURE_CONNECTION, CLIENT_PLUGIN_AUTH. */
    private static final int CAPABILITIES = 0x200 | 0x8000 | 0x8_0000;

    private static final int MOST_BYTES = 1 << 16;
    private static final int UTF8MB4 = 45;
    private static final int SCRAMBLE = 32;
    private static final byte MORE = 1;
    private static final byte SWITCH = (byte) 0xfe;
    private static final byte FULL = 4;
    private static final byte SEND_KEY = 2;
    private static final String PLUGIN = "caching_sha2_password";

    private final DataInputStream in;
    private final OutputStream out;
    private int sequence;

    private MySqlPasswordKey(Socket socket) throws IOException {
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    static ShownPasswordKey of(SourceConfig config) {
        try (Socket socket = WireSocket.of(config.wireLimits())) {
            socket.connect(new InetSocketAddress(config.host(), config.port()), (int)
                    config.timeouts().connect().toMillis());
            return new MySqlPasswordKey(socket).asked(config);
        } catch (RefusedAddressException e) {
            throw new IngestionException(IngestionErrorType.PERMISSION_DENIED, String.valueOf(e.getMessage()));
        } catch (DetourException e) {
            throw new IngestionException(
                    IngestionErrorType.CONNECTION_FAILURE,
                    "Data source " + config.place() + ": " + e.getMessage() + ".");
        } catch (IOException e) {
            throw new IngestionException(
                    IngestionErrorType.CONNECTION_FAILURE,
                    "Cannot ask " + config.place() + " for its key for passwords: "
                            + e.getClass().getSimpleName() + ". Check that the server runs and listens there.");
        }
    }

    private ShownPasswordKey asked(SourceConfig config) throws IOException {
        read();
        send(login());
        byte[] answer = read();
        if (answer.length > 0
                && answer[0] == SWITCH
                && new String(answer, StandardCharsets.ISO_8859_1).startsWith(PLUGIN, 1)) {
            send(scramble());
            answer = read();
        }
        if (answer.length < 2 || answer[0] != MORE || answer[1] != FULL) {
            throw nothing(config);
        }
        send(new byte[] {SEND_KEY});
        byte[] key = read();
        if (key.length < 2 || key[0] != MORE) {
            throw nothing(config);
        }
        String pem = new String(key, 1, key.length - 1, StandardCharsets.US_ASCII);
        try {
            return ShownPasswordKey.of(
                    Base64.getMimeDecoder().decode(pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "")));
        } catch (IllegalArgumentException e) {
            throw nothing(config);
        }
    }

    private static IngestionException nothing(SourceConfig config) {
        return new IngestionException(
                IngestionErrorType.INVALID_DATA_SOURCE_CONFIG,
                config.place() + " gives no RSA key for passwords, so that there is nothing to pin without TLS. Set"
                        + " DisableSsl: false where the server has TLS.");
    }

    private static byte[] login() throws IOException {
        ByteArrayOutputStream login = new ByteArrayOutputStream();
        for (int shift = 0; shift < 32; shift += 8) {
            login.write(CAPABILITIES >> shift);
        }
        login.write(new byte[] {0, 0, 0, 1, UTF8MB4});
        login.write(new byte[23]);
        login.write("spicerack\0".getBytes(StandardCharsets.US_ASCII));
        login.write(SCRAMBLE);
        login.write(scramble());
        login.write((PLUGIN + '\0').getBytes(StandardCharsets.US_ASCII));
        return login.toByteArray();
    }

    /** What no password gives. */
    private static byte[] scramble() {
        byte[] scramble = new byte[SCRAMBLE];
        new SecureRandom().nextBytes(scramble);
        return scramble;
    }

    private byte[] read() throws IOException {
        int length = in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
        sequence = in.readUnsignedByte() + 1;
        if (length > MOST_BYTES) {
            throw new EOFException("a packet of " + length + " bytes");
        }
        byte[] packet = new byte[length];
        in.readFully(packet);
        return packet;
    }

    private void send(byte[] packet) throws IOException {
        out.write(new byte[] {(byte) packet.length, (byte) (packet.length >> 8), 0, (byte) sequence});
        out.write(packet);
        out.flush();
    }
}
