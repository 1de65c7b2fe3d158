package io.spicerack.table;

import java.nio.DoubleBuffer;
import java.util.Arrays;

/** Floating numbers of 32 and 64 bits; those of 32 bits are widened, which loses nothing. Not thread-safe. */
public final class DoubleVector extends ColumnVector {
    private double[] values;

    public DoubleVector(int capacity, int limit) {
        super(capacity, limit);
        values = new double[capacity];
    }

    public void append(double value) {
        int row = advance();
        values[row] = value;
    }

    /** The value in {@code row}; 0 where it is NULL. */
    public double value(int row) {
        return values[row];
    }

    /** Copies {@code count} values from row {@code first} on; 0 stands for NULL. */
    public void copy(int first, int count, DoubleBuffer to) {
        to.put(values, first, count);
    }

    @Override
    public long variableBytes() {
        return 0;
    }

    @Override
    void copy(ColumnVector other, int row) {
        append(((DoubleVector) other).value(row));
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
