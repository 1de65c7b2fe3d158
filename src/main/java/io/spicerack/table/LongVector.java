package io.spicerack.table;

import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * Booleans, integers, decimals up to 18 digits, dates and times, as {@link ColumnType} says. It takes four bytes for each
 * until a value needs eight. Not thread-safe.
 */
public final class LongVector extends ColumnVector {
    private static final long[] NONE = {};

    private int[] narrow;

    /** Empty while all values fit 32 bits; then all of them are here. */
    private long[] wide = NONE;

    /** For {@link #copy(int, int, LongBuffer)}, as long as it was ever asked for. */
    private long[] widened = NONE;

    /** For {@link #copy(int, int, IntBuffer)}, as long as it was ever asked for. */
    private int[] narrowed = {};

    public LongVector(int capacity, int limit) {
        super(capacity, limit);
        narrow = new int[capacity];
    }

    /** One that takes eight bytes for each from the start: values are copied in and out of it as they are. */
    static LongVector wide(int capacity, int limit) {
        LongVector vector = new LongVector(0, limit);
        vector.wide = new long[Math.max(1, capacity)];
        vector.makeRoom(capacity);
        return vector;
    }

    public void append(long value) {
        place(advance(), value);
    }

    /** Appends the first {@code count} of {@code source}. */
    public void append(long[] source, int count) {
        int first = advance(count);
        int done = wide.length == 0 ? narrow(first, source, count) : 0;
        if (done < count && wide.length == 0) {
            widen(first + done);
        }
        if (done < count) {
            System.arraycopy(source, done, wide, first + done, count - done);
        }
    }

    /** Appends the entry of each of the first {@code count} ids. */
    public void append(long[] entries, int[] ids, int count) {
        int first = advance(count);
        int done = wide.length == 0 ? narrow(first, entries, ids, count) : 0;
        if (done < count && wide.length == 0) {
            widen(first + done);
        }
        for (int i = done; i < count; i++) {
            wide[first + i] = entries[ids[i]];
        }
    }

    /** Places those that fit 32 bits up to the first that does not, and returns its place. */
    private int narrow(int first, long[] source, int count) {
        int[] to = narrow;
        for (int i = 0; i < count; i++) {
            long value = source[i];
            if (value != (int) value) {
                return i;
            }
            to[first + i] = (int) value;
        }
        return count;
    }

    private int narrow(int first, long[] entries, int[] ids, int count) {
        int[] to = narrow;
        for (int i = 0; i < count; i++) {
            long value = entries[ids[i]];
            if (value != (int) value) {
                return i;
            }
            to[first + i] = (int) value;
        }
        return count;
    }

    private void place(int row, long value) {
        if (wide.length > 0) {
            wide[row] = value;
        } else if (value == (int) value) {
            narrow[row] = (int) value;
        } else {
            widen(row);
            wide[row] = value;
        }
    }

    /** The value in {@code row}; 0 where it is NULL. */
    public long value(int row) {
        return wide.length > 0 ? wide[row] : narrow[row];
    }

    /** The least of {@code count} values from row {@code first} on, where 0 stands for NULL. */
    public long least(int first, int count) {
        long least = Long.MAX_VALUE;
        for (int row = first; row < first + count; row++) {
            least = Math.min(least, value(row));
        }
        return least;
    }

    /** The most of them. */
    public long most(int first, int count) {
        long most = Long.MIN_VALUE;
        for (int row = first; row < first + count; row++) {
            most = Math.max(most, value(row));
        }
        return most;
    }

    /** Copies {@code count} values from row {@code first} on; 0 stands for NULL. */
    public void copy(int first, int count, LongBuffer to) {
        if (wide.length > 0) {
            to.put(wide, first, count);
            return;
        }
        // by an array, which the JVM fills several values at a time
        if (widened.length < count) {
            widened = new long[count];
        }
        for (int i = 0; i < count; i++) {
            widened[i] = narrow[first + i];
        }
        to.put(widened, 0, count);
    }

    /** As {@link #copy(int, int, LongBuffer)} the lower 32 bits of each, which are all of it where the type has no more. */
    public void copy(int first, int count, IntBuffer to) {
        if (wide.length == 0) {
            to.put(narrow, first, count);
            return;
        }
        if (narrowed.length < count) {
            narrowed = new int[count];
        }
        for (int i = 0; i < count; i++) {
            narrowed[i] = (int) wide[first + i];
        }
        to.put(narrowed, 0, count);
    }

    @Override
    public void append(ColumnVector other, int first, int count) {
        LongVector longs = (LongVector) other;
        if (longs.nullCount() > 0 || longs.wide.length == 0 || wide.length == 0) {
            super.append(other, first, count);
            return;
        }
        int to = advance(count);
        System.arraycopy(longs.wide, first, wide, to, count);
    }

    @Override
    public long variableBytes() {
        return 0;
    }

    @Override
    void copy(ColumnVector other, int row) {
        append(((LongVector) other).value(row));
    }

    @Override
    void placeNull(int row) {
        if (wide.length > 0) {
            wide[row] = 0;
        } else {
            narrow[row] = 0;
        }
    }

    @Override
    void grow(int capacity) {
        if (wide.length > 0) {
            wide = Arrays.copyOf(wide, capacity);
        } else {
            narrow = Arrays.copyOf(narrow, capacity);
        }
    }

    /** Moves the values of {@code rows} rows; a column that was wide once stays so. */
    private void widen(int rows) {
        wide = new long[narrow.length];
        for (int row = 0; row < rows; row++) {
            wide[row] = narrow[row];
        }
        narrow = new int[0];
    }
}
