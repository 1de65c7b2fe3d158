package io.spicerack.source.mysql;

import io.spicerack.wire.BrokenProtocolException;
import io.spicerack.wire.RowTooLargeException;
import io.spicerack.wire.Wire;
import io.spicerack.wire.WireLimits;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A server's packets (MySQL and MariaDB, client/server protocol), watched before the driver reads them: it makes arrays of
 * whatever a count of columns or a value's length claims, and joins packets of 16 MiB without end. A packet is passed on once
 * it is there as a whole and fits. One thread reads and writes.
 */
final class MySqlPackets extends InputStream {
    private static final int BUFFER = 1 << 16;
    private static final int HEADER = 4;
    private static final int LARGEST = 0xffffff;

    /** What the driver's objects for a packet take beside its bytes. */
    private static final int OVERHEAD = 64;

    private final InputStream in;
    private final WireLimits limits;
    private final MySqlAnswer answer = new MySqlAnswer();
    private byte[] data = new byte[BUFFER];

    /** From here to {@code known} the driver may read; from there to {@code end} nobody has looked. */
    private int next;

    private int known;
    private int end;

    MySqlPackets(InputStream in, WireLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    static Wire.Streams watched(InputStream in, OutputStream out, WireLimits limits) {
        MySqlPackets packets = new MySqlPackets(in, limits);
        return new Wire.Streams(packets, packets.new Asking(out));
    }

    /** Hears which command the next answer is to. The driver sends a packet's head and its content in one piece. */
    private final class Asking extends FilterOutputStream {
        private long left;

        Asking(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int at, int count) throws IOException {
            int position = at;
            int last = at + count;
            while (position < last) {
                if (left == 0) {
                    if (last - position < HEADER) {
                        throw new IOException("a packet is sent without its head");
                    }
                    left = length(from, position);
                    if (from[position + 3] == 0 && last - position > HEADER) {
                        answer.asked(from[position + HEADER] & 0xff);
                        limits.asked();
                    }
                    position += HEADER;
                }
                int part = (int) Math.min(left, last - position);
                left -= part;
                position += part;
            }
            out.write(from, at, count);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int most) throws IOException {
        while (next == known) {
            if (!look()) {
                return -1;
            }
        }
        int count = Math.min(most, known - next);
        System.arraycopy(data, next, to, from, count);
        next += count;
        return count;
    }

    @Override
    public int available() throws IOException {
        return known - next;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** What answers before there is a session may be no server at all, and even a length would be a piece of what it said. */
    private boolean look() throws IOException {
        try {
            return looked();
        } catch (BrokenProtocolException | RowTooLargeException e) {
            throw answer.loggingIn() ? new BrokenProtocolException("what answers does not speak MySQL's protocol") : e;
        }
    }

    private boolean looked() throws IOException {
        while (packet()) {
            if (known - next >= BUFFER) {
                return true;
            }
        }
        return known > next || fill();
    }

    /** Returns false where it is not there as a whole. */
    private boolean packet() throws IOException {
        int at = known;
        int content = 0;
        int part = LARGEST;
        while (part == LARGEST) {
            if (end - at < HEADER) {
                return false;
            }
            part = length(data, at);
            if ((long) content + part > Integer.MAX_VALUE - LARGEST) {
                throw new BrokenProtocolException("packets of more than 2 GB are joined");
            }
            content += part;
            limits.largest(content);
            at += HEADER + part;
        }
        if (end < at) {
            return false;
        }
        boolean row = answer.packet(data, known + HEADER, content);
        if (row) {
            limits.row(content + (long) OVERHEAD);
        } else {
            limits.hold(content + (long) OVERHEAD);
        }
        known = at;
        return true;
    }

    private static int length(byte[] from, int at) {
        return (from[at] & 0xff) | (from[at + 1] & 0xff) << 8 | (from[at + 2] & 0xff) << 16;
    }

    private boolean fill() throws IOException {
        if (next > 0) {
            System.arraycopy(data, next, data, 0, end - next);
            known -= next;
            end -= next;
            next = 0;
        }
        if (end == data.length) {
            data = Arrays.copyOf(data, 2 * data.length);
        }
        int read = in.read(data, end, data.length - end);
        end += Math.max(read, 0);
        return read > 0;
    }
}
