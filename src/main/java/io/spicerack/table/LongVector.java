package io.spicerack.table;

import java.util.Arrays;

/** Booleans, integers, decimals up to 18 digits, dates and times, as {@link ColumnType} says. Not thread-safe. */
public final class LongVector extends ColumnVector {
    private long[] values;

    LongVector(int capacity) {
        super(capacity);
        values = new long[capacity];
    }

    public void append(long value) {
        int row = advance();
        values[row] = value;
    }

    /** Appends the first {@code count} of {@code source}. */
    void append(long[] source, int count) {
        int first = advance(count);
        System.arraycopy(source, 0, values, first, count);
    }

    /** Appends the entry of each of the first {@code count} ids. */
    void append(long[] entries, int[] ids, int count) {
        int first = advance(count);
        for (int i = 0; i < count; i++) {
            values[first + i] = entries[ids[i]];
        }
    }

    /** The value in {@code row}; 0 where it is NULL. */
    public long value(int row) {
        return values[row];
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
        values[row] = 0;
    }

    @Override
    void grow(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }
}
