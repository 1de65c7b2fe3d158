package io.spicerack.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts, bytes, UUIDs and decimals above 18 digits, end to end in one array; those of a dictionary may stay entries of it until
 * somebody asks for their bytes. Not thread-safe.
 */
public final class BytesVector extends ColumnVector {
    /** Typical bytes per value to start with. */
    private static final int FIRST_BYTES_PER_VALUE = 4;

    private static final int MOST_GROWTH = 16;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] data;
    private int[] ends;
    private int length;

    /** What the values are where {@link #isChosen}; then there are none of them in {@link #data}. */
    private final ChosenBytes chosen = new ChosenBytes();

    private boolean isChosen;

    public BytesVector(int capacity, int limit) {
        super(capacity, limit);
        data = new byte[Math.max(64, capacity * FIRST_BYTES_PER_VALUE)];
        ends = new int[capacity];
    }

    /** Appends a copy of {@code count} bytes of {@code source} from {@code offset}. */
    public void append(byte[] source, int offset, int count) {
        settle();
        reserve(count);
        System.arraycopy(source, offset, data, length, count);
        length += count;
        int row = advance();
        ends[row] = length;
    }

    @Override
    public void append(ColumnVector other, int first, int count) {
        BytesVector bytes = (BytesVector) other;
        if (bytes.nullCount() > 0 || count == 0) {
            super.append(other, first, count);
            return;
        }
        settle();
        int begin = bytes.start(first);
        int all = bytes.start(first + count - 1) + bytes.length(first + count - 1) - begin;
        reserve(all);
        System.arraycopy(bytes.data(), begin, data, length, all);
        int to = advance(count);
        int moved = length - begin;
        for (int i = 0; i < count; i++) {
            ends[to + i] = bytes.ends[first + i] + moved;
        }
        length += all;
    }

    public void append(byte[] value) {
        append(value, 0, value.length);
    }

    /** Appends {@code count} values that stand end to end in {@code source}. */
    public void append(byte[] source, int offset, int[] lengths, int count) {
        settle();
        int bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes = Math.addExact(bytes, lengths[i]);
        }
        reserve(bytes);
        System.arraycopy(source, offset, data, length, bytes);
        int first = advance(count);
        for (int i = 0; i < count; i++) {
            length += lengths[i];
            ends[first + i] = length;
        }
    }

    /** Appends an entry of a dictionary for each of the first {@code rows} ids. */
    public void append(BytesEntries entries, int[] ids, int rows) {
        if (size() == 0) {
            advance(rows);
            chosen.set(entries, ids, rows);
            isChosen = true;
            return;
        }
        for (int row = 0; row < rows; row++) {
            append(entries.data(), entries.start(ids[row]), entries.length(ids[row]));
        }
    }

    /**
     * Appends values that stand one after the other, each behind its length in four bytes, the lowest first.
     *
     * @return where the next one stands
     */
    public int appendPrefixed(byte[] source, int offset, int count) {
        settle();
        int end = offset;
        for (int i = 0; i < count; i++) {
            end += Integer.BYTES + (int) INTS.get(source, end);
        }
        reserve(end - offset - count * Integer.BYTES);
        int first = advance(count);
        int at = offset;
        int to = length;
        for (int i = 0; i < count; i++) {
            int bytes = (int) INTS.get(source, at);
            at += Integer.BYTES;
            System.arraycopy(source, at, data, to, bytes);
            at += bytes;
            to += bytes;
            ends[first + i] = to;
        }
        length = to;
        return at;
    }

    /** The values as entries of a dictionary; null where they are none, or not any more. None of them is NULL. */
    public @Nullable ChosenBytes chosen() {
        return isChosen ? chosen : null;
    }

    /** Copies what is chosen to where all values stand. */
    private void settle() {
        if (!isChosen) {
            return;
        }
        isChosen = false;
        int[] ids = chosen.ids();
        BytesEntries entries = chosen.entries();
        reserve(Math.toIntExact(chosen.bytes()));
        for (int row = 0; row < chosen.size(); row++) {
            int count = entries.length(ids[row]);
            System.arraycopy(entries.data(), entries.start(ids[row]), data, length, count);
            length += count;
            ends[row] = length;
        }
        chosen.clear();
    }

    /** The array that holds all values: valid until the next append or clear; not to be changed. */
    public byte[] data() {
        settle();
        return data;
    }

    /** Where the value of {@code row} starts in {@link #data()}. */
    public int start(int row) {
        settle();
        return row == 0 ? 0 : ends[row - 1];
    }

    /** Bytes of the value of {@code row}; 0 where it is NULL. */
    public int length(int row) {
        settle();
        return row == 0 ? ends[0] : ends[row] - ends[row - 1];
    }

    @Override
    public void clear() {
        super.clear();
        length = 0;
        isChosen = false;
        chosen.clear();
    }

    @Override
    public long variableBytes() {
        return isChosen ? chosen.bytes() : length;
    }

    @Override
    void copy(ColumnVector other, int row) {
        BytesVector bytes = (BytesVector) other;
        append(bytes.data(), bytes.start(row), bytes.length(row));
    }

    @Override
    void placeNull(int row) {
        settle();
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
