package io.spicerack.attacks;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Speaks MySQL's protocol until the first query. */
final class HostileMySql extends HostileServer {
    private final Attack query;

    HostileMySql(Attack query) throws IOException {
        this.query = query;
    }

    static void packet(DataOutputStream out, int sequence, byte[] content) throws IOException {
        head(out, sequence, content.length);
        out.write(content);
        out.flush();
    }

    static byte[] packed(int sequence, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        packet(new DataOutputStream(bytes), sequence, content);
        return bytes.toByteArray();
    }

    static void head(DataOutputStream out, int sequence, int length) throws IOException {
        out.write(new byte[] {(byte) length, (byte) (length >> 8), (byte) (length >> 16), (byte) sequence});
    }

    /** One text column, and the count of it before. */
    static void column(DataOutputStream out) throws IOException {
        packet(out, 1, new byte[] {1});
        packet(out, 2, new byte[] {
            3, 'd', 'e', 'f', 0, 0, 0, 1, 'c', 0, 0x0c, 45, 0, 0, 1, 0, 0, (byte) 0xfd, 0, 0, 0, 0, 0
        });
    }

    @Override
    void serve(DataInputStream in, DataOutputStream out) throws IOException {
        packet(out, 0, handshake());
        read(in);
        letIn(out);
        while (true) {
            byte[] command = read(in);
            if (command.length == 0 || command[0] == 1) {
                return;
            }
            query.on(out);
            out.flush();
        }
    }

    /** What it says until the first query, whatever it hears. */
    static void greet(DataOutputStream out) throws IOException {
        packet(out, 0, handshake());
        letIn(out);
    }

    private static void letIn(DataOutputStream out) throws IOException {
        packet(out, 2, new byte[] {0, 0, 0, 2, 0, 0, 0});
    }

    /** Capabilities: as MySQL 8, without TLS and compression. */
    private static byte[] handshake() {
        byte[] version = "8.4.0\0".getBytes(StandardCharsets.US_ASCII);
        byte[] rest = {
            1,
            0,
            0,
            0,
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            0,
            (byte) 0x0f,
            (byte) 0xa2,
            45,
            2,
            0,
            0x3b,
            0x01,
            21,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            9,
            1,
            2,
            3,
            0
        };
        byte[] plugin = "mysql_native_password\0".getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[1 + version.length + rest.length + plugin.length];
        all[0] = 10;
        System.arraycopy(version, 0, all, 1, version.length);
        System.arraycopy(rest, 0, all, 1 + version.length, rest.length);
        System.arraycopy(plugin, 0, all, 1 + version.length + rest.length, plugin.length);
        return all;
    }

    private static byte[] read(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return new byte[0];
        }
        int length = first | in.read() << 8 | in.read() << 16;
        in.read();
        byte[] content = new byte[length];
        in.readFully(content);
        return content;
    }
}
