package io.spicerack.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * What a server sends, looked at before a driver may read it: a database's own class says of how much that is known. One
 * thread reads.
 */
public abstract class WatchedInput extends InputStream {
    /** What is read at a time. */
    protected static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final int most;
    private byte[] data = new byte[BUFFER];

    /** From here to {@code known} the driver may read; from there to {@code end} nobody has looked. */
    private int next;

    private int known;
    private int end;

    /** Comes after {@code known}, or will, and needs no look. */
    private int passing;

    /** @param most bytes that are held while one looks */
    protected WatchedInput(InputStream in, int most) {
        this.in = in;
        this.most = most;
    }

    /** Looks at what comes next, at as much of it as is there. Returns false at the end of the stream. */
    protected abstract boolean look() throws IOException;

    /** What is there; {@link #at()} is the first that nobody has looked at. Other bytes after each {@link #fill()}. */
    protected final byte[] data() {
        return data;
    }

    protected final int at() {
        return known;
    }

    /** How many bytes are there that nobody has looked at. */
    protected final int unseen() {
        return end - known;
    }

    /** How many bytes the driver may read at once. */
    protected final int seen() {
        return known - next;
    }

    /** The next {@code count} bytes are the driver's, be they there yet or not. */
    protected final void pass(int count) {
        passing += count;
        int there = Math.min(passing, end - known);
        known += there;
        passing -= there;
    }

    /** Whether some of the bytes that were passed on are still to come. */
    protected final boolean passing() {
        return passing > 0;
    }

    /** Takes the next {@code count} bytes away: the driver never sees them. */
    protected final void drop(int count) {
        System.arraycopy(data, known + count, data, known, end - known - count);
        end -= count;
    }

    /** Waits for more. Returns false at the end of the stream. */
    protected final boolean fill() throws IOException {
        if (next > 0) {
            System.arraycopy(data, next, data, 0, end - next);
            known -= next;
            end -= next;
            next = 0;
        }
        if (end == data.length) {
            data = Arrays.copyOf(data, (int) Math.min(2L * data.length, most));
        }
        int read = in.read(data, end, data.length - end);
        end += Math.max(read, 0);
        pass(0);
        return read > 0;
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final int read(byte[] to, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (next == known) {
            if (passing > 0) {
                int read = in.read(to, from, Math.min(length, passing));
                passing -= Math.max(read, 0);
                return read;
            }
            if (!look()) {
                return -1;
            }
        }
        int count = Math.min(length, known - next);
        System.arraycopy(data, next, to, from, count);
        next += count;
        return count;
    }

    @Override
    public final int available() throws IOException {
        return known > next ? known - next : Math.min(in.available(), passing);
    }

    @Override
    public final void close() throws IOException {
        in.close();
    }
}
