package io.spicerack.source.mysql;

import io.spicerack.wire.BrokenProtocolException;
import io.spicerack.wire.RowTooLargeException;
import io.spicerack.wire.WatchedInput;
import io.spicerack.wire.Wire;
import io.spicerack.wire.WireLimits;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A server's packets (MySQL and MariaDB, client/server protocol), watched before the driver reads them: it makes arrays of
 * whatever a count of columns or a value's length claims, and joins packets of 16 MiB without end. A packet is passed on once
 * it is there as a whole and fits. One thread reads and writes.
 */
final class MySqlPackets extends WatchedInput {
    private static final int HEADER = 4;
    private static final int LARGEST = 0xffffff;

    /** What the driver's objects for a packet take beside its bytes. */
    private static final int OVERHEAD = 64;

    private final WireLimits limits;
    private final MySqlAnswer answer = new MySqlAnswer();

    MySqlPackets(InputStream in, WireLimits limits) {
        super(in, Integer.MAX_VALUE - 16);
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

    /** What answers before there is a session may be no server at all, and even a length would be a piece of what it said. */
    @Override
    protected boolean look() throws IOException {
        try {
            return looked();
        } catch (BrokenProtocolException | RowTooLargeException e) {
            throw answer.loggingIn() ? new BrokenProtocolException("what answers does not speak MySQL's protocol") : e;
        }
    }

    private boolean looked() throws IOException {
        while (packet()) {
            if (seen() >= BUFFER) {
                return true;
            }
        }
        return seen() > 0 || fill();
    }

    /** Returns false where it is not there as a whole. */
    private boolean packet() throws IOException {
        int begin = at();
        int end = begin + unseen();
        int at = begin;
        int content = 0;
        int part = LARGEST;
        while (part == LARGEST) {
            if (end - at < HEADER) {
                return false;
            }
            part = length(data(), at);
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
        boolean row = answer.packet(data(), begin + HEADER, content);
        if (row) {
            limits.row(content + (long) OVERHEAD);
        } else {
            limits.hold(content + (long) OVERHEAD);
        }
        pass(at - begin);
        return true;
    }

    private static int length(byte[] from, int at) {
        return (from[at] & 0xff) | (from[at + 1] & 0xff) << 8 | (from[at + 2] & 0xff) << 16;
    }
}
