package io.spicerack.table;

import java.util.Arrays;

/**
 * The values of one column in one row group, appended one after the other and reused from group to group: of whole numbers, of
 * floating ones, or of bytes. Not thread-safe: one thread at a time.
 */
public abstract class ColumnVector {
    /** A row group is full as soon as its values take about this many bytes, so that wide tables fit a small heap. */
    static final long TARGET_BYTES = 24L << 20;

    private static final boolean[] NO_NULLS = {};

    /** A group that is not small soon has all of its rows: few steps leave few arrays behind. */
    private static final int GROWTH = 16;

    private final int limit;
    private int capacity;

    /** Empty until the first NULL: most columns have none. */
    private boolean[] nulls = NO_NULLS;

    private int size;
    private int nullCount;

    /**
     * @param capacity rows to begin with
     * @param limit the rows that there are in the end, most often
     */
    ColumnVector(int capacity, int limit) {
        this.capacity = capacity;
        this.limit = limit;
    }

    /** Values appended since the last {@link #clear()}, NULLs included. */
    public final int size() {
        return size;
    }

    public final int nullCount() {
        return nullCount;
    }

    public final boolean isNull(int row) {
        return row < nulls.length && nulls[row];
    }

    /** Appends a NULL. */
    public final void appendNull() {
        int row = advance();
        if (nulls.length < capacity) {
            nulls = Arrays.copyOf(nulls, capacity);
        }
        nulls[row] = true;
        nullCount++;
        placeNull(row);
    }

    /** Appends the value or NULL that another vector of the same kind has in {@code row}. */
    public final void appendFrom(ColumnVector other, int row) {
        if (other.isNull(row)) {
            appendNull();
        } else {
            copy(other, row);
        }
    }

    /** Appends {@code count} values and NULLs that another vector of the same kind has from {@code first} on. */
    public void append(ColumnVector other, int first, int count) {
        for (int row = first; row < first + count; row++) {
            appendFrom(other, row);
        }
    }

    /** Forgets all values and keeps the memory. */
    public void clear() {
        if (nullCount > 0) {
            Arrays.fill(nulls, 0, Math.min(size, nulls.length), false);
        }
        size = 0;
        nullCount = 0;
    }

    /** Bytes that the values take beyond the fixed arrays. */
    public abstract long variableBytes();

    abstract void copy(ColumnVector other, int row);

    abstract void placeNull(int row);

    abstract void grow(int capacity);

    /** The rows that there are in the end, most often. */
    final int limit() {
        return limit;
    }

    /** Has room for so many, which whoever calls has made in the arrays of values. */
    final void makeRoom(int rows) {
        capacity = Math.max(capacity, rows);
    }

    final int advance() {
        if (size == capacity) {
            grow();
        }
        return size++;
    }

    /** Makes room for {@code count} values and returns the row of the first; none of them is NULL. */
    final int advance(int count) {
        int first = size;
        int needed = Math.addExact(first, count);
        while (needed > capacity) {
            grow();
        }
        size = needed;
        return first;
    }

    /** Many times as many rows, up to the limit; beyond it twice as many. */
    private void grow() {
        long more = capacity < limit ? Math.min(limit, (long) capacity * GROWTH) : capacity * 2L;
        capacity = (int) Math.min(Integer.MAX_VALUE - 16, Math.max(16, more));
        grow(capacity);
    }
}
