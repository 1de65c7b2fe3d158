package io.spicerack.source.postgres;

import io.spicerack.wire.BrokenProtocolException;
import io.spicerack.wire.RowTooLargeException;
import io.spicerack.wire.Wire;
import io.spicerack.wire.WireLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A server's messages (PostgreSQL manual, Message Formats), watched before the driver reads them: pgjdbc makes an array of
 * any length that a message claims. Rows are passed on as they come, once their lengths are known to fit; other messages are
 * small, and are passed on whole. Notices and notifications are left out, since the driver gathers them without end. One
 * thread reads.
 */
final class PostgresMessages extends InputStream {
    /** A query has at most 1664 columns with names of 63 bytes, and an error few lines. */
    private static final int MOST_OF_OTHERS = 1 << 20;

    /** What the driver's objects for a message or a column take beside its bytes. */
    private static final int OVERHEAD = 64;

    private static final int BUFFER = 1 << 16;
    private static final int HEADER = 5;

    private final InputStream in;
    private final WireLimits limits;
    private byte[] data = new byte[BUFFER];

    /** From here to {@code known} the driver may read; from there to {@code end} nobody has looked. */
    private int next;

    private int known;
    private int end;

    /** Of the message that is being passed on, or of a row's column. */
    private int passing;

    private int rowLeft;
    private int columnsLeft = -1;

    /** Whether the server has let us in; before that it may be anything. */
    private boolean ready;

    PostgresMessages(InputStream in, WireLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    static Wire.Streams watched(InputStream in, OutputStream out, WireLimits limits) {
        return new Wire.Streams(new PostgresMessages(in, limits), out);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        while (next == known) {
            if (passing > 0 && known == end) {
                int read = in.read(to, from, Math.min(most, passing));
                passing -= Math.max(read, 0);
                return read;
            }
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
        return known > next ? known - next : Math.min(in.available(), passing);
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
            throw ready ? e : new BrokenProtocolException("what answers does not speak PostgreSQL's protocol");
        }
    }

    /** Looks at what comes next, at as much of it as is there. Returns false at the end of the stream. */
    private boolean looked() throws IOException {
        boolean more = true;
        while (more) {
            if (passing > 0 && end > known) {
                int count = Math.min(passing, end - known);
                known += count;
                passing -= count;
            }
            if (passing > 0) {
                break;
            }
            if (columnsLeft >= 0) {
                more = column();
            } else {
                more = message();
            }
            if (!more && known == next) {
                if (!fill()) {
                    return false;
                }
                more = true;
            }
        }
        return true;
    }

    /** Returns false where there is too little of it to look at. */
    private boolean message() throws IOException {
        if (end - known < HEADER) {
            return false;
        }
        int length = CopyFields.int32(data, known + 1);
        if (length < 4) {
            throw new BrokenProtocolException("a message has a length of " + length);
        }
        switch (data[known]) {
            case 'd' -> {
                limits.streaming(true);
                limits.row(length);
                known += HEADER;
                passing = length - 4;
                return true;
            }
            case 'D' -> {
                return row(length);
            }
            default -> {
                return other(length);
            }
        }
    }

    /** A row that is no COPY's: its columns' lengths must be those of the message, too. */
    private boolean row(int length) throws IOException {
        if (length < 6) {
            throw new BrokenProtocolException("a row has a length of " + length);
        }
        if (end - known < HEADER + 2) {
            return false;
        }
        columnsLeft = PostgresMessage.columns(data, known + HEADER);
        limits.streaming(false);
        limits.row(length + (long) OVERHEAD * (1 + columnsLeft));
        rowLeft = length - 6;
        known += HEADER + 2;
        return true;
    }

    private boolean column() throws IOException {
        if (columnsLeft == 0) {
            if (rowLeft != 0) {
                throw new BrokenProtocolException("a row is longer than its columns");
            }
            columnsLeft = -1;
            return true;
        }
        if (end - known < 4) {
            return false;
        }
        int length = CopyFields.int32(data, known);
        rowLeft -= 4;
        if (length < -1 || Math.max(length, 0) > rowLeft - 4L * (columnsLeft - 1)) {
            throw new BrokenProtocolException("a column claims " + length + " bytes of a row that has fewer");
        }
        rowLeft -= Math.max(length, 0);
        columnsLeft--;
        known += 4;
        passing = Math.max(length, 0);
        return true;
    }

    private boolean other(int length) throws IOException {
        if (length > MOST_OF_OTHERS) {
            throw new BrokenProtocolException("a message '" + (char) (data[known] & 0x7f) + "' claims " + length
                    + " bytes; the most is " + MOST_OF_OTHERS);
        }
        if (end - known < length + 1) {
            return false;
        }
        PostgresMessage.check(data, known, length);
        ready |= data[known] == 'Z';
        if (data[known] == 'Z' || data[known] == 's') {
            limits.asked();
        }
        if (data[known] == 'N' || data[known] == 'A') {
            System.arraycopy(data, known + length + 1, data, known, end - known - length - 1);
            end -= length + 1;
        } else {
            limits.hold(length + (long) OVERHEAD);
            known += length + 1;
        }
        return true;
    }

    private boolean fill() throws IOException {
        if (next > 0) {
            System.arraycopy(data, next, data, 0, end - next);
            known -= next;
            end -= next;
            next = 0;
        }
        if (end == data.length) {
            data = Arrays.copyOf(data, Math.min(2 * data.length, MOST_OF_OTHERS + BUFFER));
        }
        int read = in.read(data, end, data.length - end);
        end += Math.max(read, 0);
        return read > 0;
    }
}
