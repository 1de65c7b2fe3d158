package io.spicerack.attacks;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Speaks PostgreSQL's protocol until the first row is due. */
final class HostilePostgres extends HostileServer {
    private final Attack login;
    private final Attack row;

    /**
     * A server that strikes at either place.
     *
     * @param login after the start-up message; ends with ReadyForQuery where it lets the client in
     * @param row instead of a row and the end of its query
     */
    HostilePostgres(Attack login, Attack row) throws IOException {
        this.login = login;
        this.row = row;
    }

    static HostilePostgres atFirstRow(Attack row) throws IOException {
        return new HostilePostgres(HostilePostgres::letIn, row);
    }

    static HostilePostgres atLogin(Attack login) throws IOException {
        return new HostilePostgres(login, out -> {});
    }

    static void letIn(DataOutputStream out) throws IOException {
        message(out, 'R', new byte[4]);
        for (String status : new String[] {
            "server_version\0" + "16.4\0",
            "server_encoding\0UTF8\0",
            "client_encoding\0UTF8\0",
            "DateStyle\0ISO, YMD\0",
            "TimeZone\0UTC\0",
            "integer_datetimes\0on\0",
            "standard_conforming_strings\0on\0"
        }) {
            message(out, 'S', status.getBytes(StandardCharsets.UTF_8));
        }
        message(out, 'K', new byte[8]);
        message(out, 'Z', new byte[] {'I'});
        out.flush();
    }

    static void message(DataOutputStream out, char type, byte[] content) throws IOException {
        head(out, type, content.length + 4);
        out.write(content);
    }

    static void head(DataOutputStream out, char type, int length) throws IOException {
        out.writeByte(type);
        out.writeInt(length);
    }

    /** One text column. */
    static void describe(DataOutputStream out) throws IOException {
        head(out, 'T', 6 + 2 + 18);
        out.writeShort(1);
        out.write(new byte[] {'c', 0});
        out.writeInt(0);
        out.writeShort(0);
        out.writeInt(25);
        out.writeShort(-1);
        out.writeInt(-1);
        out.writeShort(0);
    }

    @Override
    void serve(DataInputStream in, DataOutputStream out) throws IOException {
        in.readFully(new byte[in.readInt() - 4]);
        login.on(out);
        out.flush();
        while (true) {
            int type = in.read();
            if (type < 0) {
                return;
            }
            in.readFully(new byte[in.readInt() - 4]);
            switch (type) {
                case 'P' -> message(out, '1', new byte[0]);
                case 'B' -> message(out, '2', new byte[0]);
                case 'D' -> describe(out);
                case 'E', 'Q' -> row.on(out);
                case 'S' -> {
                    message(out, 'Z', new byte[] {'T'});
                    out.flush();
                }
                default -> {}
            }
        }
    }
}
