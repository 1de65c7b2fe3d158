package io.spicerack.table;

import java.util.Arrays;

/**
 * Values that are entries of a dictionary: whoever writes them on looks at each entry once, and not at each value. Its arrays are
 * not to be changed, and good until its vector is cleared. Not thread-safe.
 */
public final class ChosenBytes {
    private byte[] data = {};
    private int[] starts = {};
    private int[] lengths = {};
    private int[] ids = {};
    private int entries;
    private int size;

    ChosenBytes() {}

    /** Takes the array of the entries, and copies of the other ones. */
    void set(byte[] entriesData, int[] entryStarts, int[] entryLengths, int count, int[] chosen, int rows) {
        data = entriesData;
        if (starts.length < count) {
            starts = new int[count];
            lengths = new int[count];
        }
        System.arraycopy(entryStarts, 0, starts, 0, count);
        System.arraycopy(entryLengths, 0, lengths, 0, count);
        if (ids.length < rows) {
            ids = new int[rows];
        }
        System.arraycopy(chosen, 0, ids, 0, rows);
        entries = count;
        size = rows;
    }

    void clear() {
        data = new byte[0];
        entries = 0;
        size = 0;
    }

    int size() {
        return size;
    }

    /** How many entries there are. */
    public int entries() {
        return entries;
    }

    /** The array that has the entries. */
    public byte[] data() {
        return data;
    }

    /** Where an entry starts in {@link #data()}. */
    public int start(int entry) {
        return starts[entry];
    }

    public int length(int entry) {
        return lengths[entry];
    }

    /** The entry of each row; it may be longer. */
    public int[] ids() {
        return ids;
    }

    long bytes() {
        long bytes = 0;
        for (int row = 0; row < size; row++) {
            bytes += lengths[ids[row]];
        }
        return bytes;
    }

    @Override
    public String toString() {
        return size + " values of " + entries + " entries, " + Arrays.stream(lengths, 0, entries).sum() + " bytes";
    }
}
