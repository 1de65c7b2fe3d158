package io.spicerack.table;

import java.util.Arrays;

/**
 * The values of one column in one row group, appended one after the other and reused from group to group. Not
 * thread-safe: one thread at a time.
 */
public abstract sealed class ColumnVector permits LongVector, DoubleVector, BytesVector {
    private static final int[] NO_IDS = {};

    private boolean[] nulls;
    private int size;
    private int nullCount;
    private int[] entryIds = NO_IDS;
    private int entries;
    private int taken;
    private boolean keepsEntries;

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
        entries = 0;
    }

    /**
     * For each row which entry of a dictionary its value is, -1 for a NULL: rows with one entry have one value. Empty where
     * the values did not come from a dictionary; it may be longer than the rows.
     */
    final int[] entryIds() {
        return entries == 0 || taken != size ? NO_IDS : entryIds;
    }

    /** From now on it keeps the entries, which takes four bytes a row. */
    final void keepEntries() {
        keepsEntries = true;
    }

    /** How many entries the dictionary has; 0 where there is none. */
    final int entries() {
        return entries;
    }

    /** Keeps from which entries the values were taken that were just appended, which are all. */
    final void takenFrom(int count, int[] ids) {
        if (!keepsEntries) {
            return;
        }
        if (entryIds.length < size) {
            entryIds = new int[nulls.length];
        }
        entries = count;
        taken = size;
        if (nullCount == 0) {
            System.arraycopy(ids, 0, entryIds, 0, size);
            return;
        }
        for (int row = 0, i = 0; row < size; row++) {
            entryIds[row] = nulls[row] ? -1 : ids[i++];
        }
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
}
