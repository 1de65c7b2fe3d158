package io.spicerack.source.postgres;

import io.spicerack.wire.BrokenProtocolException;
import io.spicerack.wire.RowTooLargeException;
import io.spicerack.wire.WatchedInput;
import io.spicerack.wire.Wire;
import io.spicerack.wire.WireLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A server's messages (PostgreSQL manual, Message Formats), watched before the driver reads them: pgjdbc makes an array of
 * any length that a message claims. Rows are passed on as they come, once their lengths are known to fit; other messages are
 * small, and are passed on whole. Notices and notifications are left out, since the driver gathers them without end. One
 * thread reads.
 */
final class PostgresMessages extends WatchedInput {
    /** A query has at most 1664 columns with names of 63 bytes, and an error few lines. */
    private static final int MOST_OF_OTHERS = 1 << 20;

    /** What the driver's objects for a message or a column take beside its bytes. */
    private static final int OVERHEAD = 64;

    private static final int HEADER = 5;

    private final WireLimits limits;
    private int rowLeft;
    private int columnsLeft = -1;

    /** Whether the server has let us in; before that it may be anything. */
    private boolean ready;

    PostgresMessages(InputStream in, WireLimits limits) {
        super(in, MOST_OF_OTHERS + BUFFER);
        this.limits = limits;
    }

    static Wire.Streams watched(InputStream in, OutputStream out, WireLimits limits) {
        return new Wire.Streams(new PostgresMessages(in, limits), out);
    }

    /** What answers before there is a session may be no server at all, and even a length would be a piece of what it said. */
    @Override
    protected boolean look() throws IOException {
        try {
            return looked();
        } catch (BrokenProtocolException | RowTooLargeException e) {
            throw ready ? e : new BrokenProtocolException("what answers does not speak PostgreSQL's protocol");
        }
    }

    private boolean looked() throws IOException {
        boolean more = true;
        while (more && !passing()) {
            more = columnsLeft >= 0 ? column() : message();
        }
        return seen() > 0 || passing() || fill();
    }

    /** Returns false where there is too little of it to look at. */
    private boolean message() throws IOException {
        if (unseen() < HEADER) {
            return false;
        }
        int length = CopyFields.int32(data(), at() + 1);
        if (length < 4) {
            throw new BrokenProtocolException("a message has a length of " + length);
        }
        switch (data()[at()]) {
            case 'd' -> {
                limits.streaming(true);
                limits.row(length);
                pass(HEADER);
                pass(length - 4);
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
        if (unseen() < HEADER + 2) {
            return false;
        }
        columnsLeft = PostgresMessage.columns(data(), at() + HEADER);
        limits.streaming(false);
        limits.row(length + (long) OVERHEAD * (1 + columnsLeft));
        rowLeft = length - 6;
        pass(HEADER + 2);
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
        if (unseen() < 4) {
            return false;
        }
        int length = CopyFields.int32(data(), at());
        rowLeft -= 4;
        if (length < -1 || Math.max(length, 0) > rowLeft - 4L * (columnsLeft - 1)) {
            throw new BrokenProtocolException("a column claims " + length + " bytes of a row that has fewer");
        }
        rowLeft -= Math.max(length, 0);
        columnsLeft--;
        pass(4);
        pass(Math.max(length, 0));
        return true;
    }

    private boolean other(int length) throws IOException {
        if (length > MOST_OF_OTHERS) {
            throw new BrokenProtocolException("a message '" + (char) (data()[at()] & 0x7f) + "' claims " + length
                    + " bytes; the most is " + MOST_OF_OTHERS);
        }
        if (unseen() < length + 1) {
            return false;
        }
        PostgresMessage.check(data(), at(), length);
        ready |= data()[at()] == 'Z';
        if (data()[at()] == 'Z' || data()[at()] == 's') {
            limits.asked();
        }
        if (data()[at()] == 'N' || data()[at()] == 'A') {
            drop(length + 1);
        } else {
            limits.hold(length + (long) OVERHEAD);
            pass(length + 1);
        }
        return true;
    }
}
