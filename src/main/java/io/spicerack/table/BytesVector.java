package io.spicerack.table;

import java.util.Arrays;

/** Texts, bytes, UUIDs and decimals above 18 digits, end to end in one array. Not thread-safe. */
public final class BytesVector extends ColumnVector {
    /** Typical bytes per value to start with. */
    private static final int FIRST_BYTES_PER_VALUE = 4;

    private static final int MOST_GROWTH = 16;

    private byte[] data;
    private int[] ends;
    private int length;

    public BytesVector(int capacity, int limit) {
        super(capacity, limit);
        data = new byte[Math.max(64, capacity * FIRST_BYTES_PER_VALUE)];
        ends = new int[capacity];
    }

    /** Appends a copy of {@code count} bytes of {@code source} from {@code offset}. */
    public void append(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, data, length, count);
        length += count;
        int row = advance();
        ends[row] = length;
    }

    public void append(byte[] value) {
        append(value, 0, value.length);
    }

    /** The array that holds all values: valid until the next append or clear; not to be changed. */
    public byte[] data() {
        return data;
    }

    /** Where the value of {@code row} starts in {@link #data()}. */
    public int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    /** Bytes of the value of {@code row}; 0 where it is NULL. */
    public int length(int row) {
        return ends[row] - start(row);
    }

    @Override
    public void clear() {
        super.clear();
        length = 0;
    }

    @Override
    public long variableBytes() {
        return length;
    }

    @Override
    void copy(ColumnVector other, int row) {
        BytesVector bytes = (BytesVector) other;
        append(bytes.data, bytes.start(row), bytes.length(row));
    }

    @Override
    void placeNull(int row) {
        ends[row] = length;
    }

    @Override
    void grow(int capacity) {
        ends = Arrays.copyOf(ends, capacity);
    }

    private void reserve(int count) {
        long needed = (long) length + count;
        if (needed > Integer.MAX_VALUE - 16) {
            throw new IllegalStateException("one row group holds more than 2 GB in one column");
        }
        if (needed > data.length) {
            data = Arrays.copyOf(data, (int) Math.min(Integer.MAX_VALUE - 16, Math.max(needed, grown())));
        }
    }

    /** What all rows are going to take if they go on so, and a sixteenth; at least a quarter more than now. */
    private long grown() {
        long foreseen = size() == 0 ? 0 : (long) ((double) length / size() * limit());
        long wanted = Math.min(foreseen + foreseen / 16, Math.min(TARGET_BYTES, (long) data.length * MOST_GROWTH));
        return Math.max(wanted, data.length + data.length / 4L);
    }
}
