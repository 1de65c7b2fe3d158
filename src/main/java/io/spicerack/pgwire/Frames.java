package io.spicerack.pgwire;

import io.spicerack.query.SqlState;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a client sends into messages. Room is made for what has come, never for what a length claims. Not thread-safe.
 */
final class Frames {
    /** PostgreSQL's bound for a start-up message, which libpq keeps to. */
    static final int MOST_AT_START = 10_000;

    private static final int LEAST_AT_START = 8;
    private static final int LENGTH = 4;
    private static final int SMALL = 256;

    private byte[] held = new byte[SMALL];
    private int size;
    private int taken;

    void add(byte[] more) {
        if (taken > 0) {
            System.arraycopy(held, taken, held, 0, size - taken);
            size -= taken;
            taken = 0;
        }
        if (size + more.length > held.length) {
            held = Arrays.copyOf(held, Math.max(size + more.length, held.length * 2));
        }
        System.arraycopy(more, 0, held, size, more.length);
        size += more.length;
    }

    /** Bytes that are no whole message yet, or were not asked for. */
    int waiting() {
        return size - taken;
    }

    /** The next message of the start; null where it is not there whole. */
    @Nullable
    Frame start() throws FatalException {
        if (waiting() < LENGTH) {
            return null;
        }
        int length = intAt(taken);
        if (length < LEAST_AT_START || length > MOST_AT_START) {
            throw new FatalException(
                    SqlState.PROTOCOL_VIOLATION,
                    "the first message is none of PostgreSQL's protocol: it would have " + (length & 0xffffffffL)
                            + " bytes, and a start-up message has " + LEAST_AT_START + " to " + MOST_AT_START);
        }
        return waiting() < length ? null : take(Frame.STARTUP, taken + LENGTH, taken + length);
    }

    /**
     * The next message; null where it is not there whole.
     *
     * @param most bytes that it may have
     */
    @Nullable
    Frame next(int most) throws FatalException {
        if (waiting() < 1 + LENGTH) {
            return null;
        }
        char type = (char) (held[taken] & 0xff);
        long length = intAt(taken + 1) & 0xffffffffL;
        if (length < LENGTH || type < 'A' || type > 'z') {
            throw new FatalException(
                    SqlState.PROTOCOL_VIOLATION,
                    "a message has type " + (int) type + " and " + length + " bytes, which is none of the protocol");
        }
        if (length > most) {
            throw new FatalException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "a message has " + length + " bytes; the most is " + most + " (spicerack.sql.message-kilobytes)");
        }
        return waiting() < 1 + length ? null : take(type, taken + 1 + LENGTH, taken + 1 + (int) length);
    }

    private Frame take(char type, int from, int to) {
        Frame frame = new Frame(type, Arrays.copyOfRange(held, from, to));
        taken = to;
        if (taken == size && held.length > MOST_AT_START) {
            // one that is idle does not hold what its largest message took
            held = new byte[SMALL];
            size = 0;
            taken = 0;
        }
        return frame;
    }

    private int intAt(int at) {
        return ByteBuffer.wrap(held).getInt(at);
    }
}
