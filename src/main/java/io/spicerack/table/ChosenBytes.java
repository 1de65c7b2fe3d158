package io.spicerack.table;

/**
 * Values that are entries of a dictionary: whoever writes them on looks at each entry once, and not at each value. Its array is
 * not to be changed, and good until its vector is cleared. Not thread-safe.
 */
public final class ChosenBytes {
    private static final BytesEntries NONE = new BytesEntries(new byte[0], new int[0], new int[0]);

    private BytesEntries entries = NONE;
    private int[] ids = {};
    private int size;

    ChosenBytes() {}

    /** Takes copies of the ids. */
    void set(BytesEntries chosenFrom, int[] chosen, int rows) {
        if (ids.length < rows) {
            ids = new int[rows];
        }
        System.arraycopy(chosen, 0, ids, 0, rows);
        entries = chosenFrom;
        size = rows;
    }

    void clear() {
        entries = NONE;
        size = 0;
    }

    int size() {
        return size;
    }

    public BytesEntries entries() {
        return entries;
    }

    /** The entry of each row; it may be longer. */
    public int[] ids() {
        return ids;
    }

    long bytes() {
        long bytes = 0;
        for (int row = 0; row < size; row++) {
            bytes += entries.length(ids[row]);
        }
        return bytes;
    }

    @Override
    public String toString() {
        return size + " values of " + entries.count() + " entries";
    }
}
