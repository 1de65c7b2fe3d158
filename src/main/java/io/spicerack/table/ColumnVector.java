package io.spicerack.table;

import java.util.Arrays;

/**
 * The values of one column in one row group, appended one after the other and reused from group to group. Not
 * thread-safe: one thread at a time.
 */
public abstract sealed class ColumnVector permits LongVector, DoubleVector, BytesVector {
    private boolean[] nulls;
    private int size;
    private int nullCount;

    ColumnVector(int capacity) {
        nulls = new boolean[capacity];
    }

    /** Values appended since the last {@link #clear()}, NULLs included. */
    public final int size() {
        return size;
    }

    public final int nullCount() {
        return nullCount;
    }

    public final boolean isNull(int row) {
        return nulls[row];
    }

    /** Appends a NULL. */
    public final void appendNull() {
        int row = advance();
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

    /** Forgets all values and keeps the memory. */
    public void clear() {
        Arrays.fill(nulls, 0, size, false);
        size = 0;
        nullCount = 0;
    }

    /** Bytes that the values take beyond the fixed arrays. */
    public abstract long variableBytes();

    abstract void copy(ColumnVector other, int row);

    abstract void placeNull(int row);

    abstract void grow(int capacity);

    final int advance() {
        if (size == nulls.length) {
            int capacity = Math.max(16, size * 2);
            nulls = Arrays.copyOf(nulls, capacity);
            grow(capacity);
        }
        return size++;
    }

    /** Makes room for {@code count} values and returns the row of the first; none of them is NULL. */
    final int advance(int count) {
        int first = size;
        int needed = Math.addExact(first, count);
        if (needed > nulls.length) {
            int capacity = Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 16L, nulls.length * 2L));
            nulls = Arrays.copyOf(nulls, capacity);
            grow(capacity);
        }
        size = needed;
        return first;
    }
}
