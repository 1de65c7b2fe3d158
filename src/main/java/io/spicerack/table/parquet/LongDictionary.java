package io.spicerack.table.parquet;

import java.util.Arrays;

/** Numbers in the order of their first appearance. Reused from chunk to chunk; not thread-safe. */
final class LongDictionary {
    private static final int SLOTS = DictionaryChoice.MOST_ENTRIES * 2;
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;
    private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(SLOTS);

    /** Id + 1 of the value that hashes there, or behind where that was taken; 0 for none. */
    private final int[] slots = new int[SLOTS];

    private final long[] values = new long[DictionaryChoice.MOST_ENTRIES];
    private int size;

    void clear() {
        Arrays.fill(slots, 0);
        size = 0;
    }

    int size() {
        return size;
    }

    long[] values() {
        return values;
    }

    /** The id of {@code value}, a new one where it was not seen before; -1 when the dictionary is full. */
    int id(long value) {
        int slot = (int) ((value * STEP) >>> SHIFT);
        while (slots[slot] != 0) {
            int id = slots[slot] - 1;
            if (values[id] == value) {
                return id;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        if (size == values.length) {
            return -1;
        }
        values[size] = value;
        slots[slot] = ++size;
        return size - 1;
    }
}
