package io.spicerack.table.parquet;

import io.spicerack.table.BytesVector;
import java.util.Arrays;

/**
 * Values of a {@link BytesVector} in the order of their first appearance, which stay where they are in the vector. Reused
 * from chunk to chunk; not thread-safe.
 */
final class BytesDictionary {
    private static final int SLOTS = DictionaryChoice.MOST_ENTRIES * 2;
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

    /** Id + 1 of the value that hashes there, or behind where that was taken; 0 for none. */
    private final int[] slots = new int[SLOTS];

    private final int[] rows = new int[DictionaryChoice.MOST_ENTRIES];
    private final int[] hashes = new int[DictionaryChoice.MOST_ENTRIES];
    private int size;
    private long bytes;

    void clear() {
        Arrays.fill(slots, 0);
        size = 0;
        bytes = 0;
    }

    int size() {
        return size;
    }

    /** Bytes of all values, without their lengths. */
    long bytes() {
        return bytes;
    }

    /** Where the value of an id first appeared. */
    int row(int id) {
        return rows[id];
    }

    /** The id of the value in {@code row}, a new one where it was not seen before; -1 when the dictionary is full. */
    int id(BytesVector vector, int row) {
        byte[] data = vector.data();
        int start = vector.start(row);
        int length = vector.length(row);
        int hash = hash(data, start, length);
        int slot = hash & (SLOTS - 1);
        while (slots[slot] != 0) {
            int id = slots[slot] - 1;
            if (hashes[id] == hash && equal(vector, rows[id], data, start, length)) {
                return id;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        if (size == rows.length || bytes + length > DictionaryChoice.MOST_BYTES) {
            return -1;
        }
        rows[size] = row;
        hashes[size] = hash;
        bytes += length;
        slots[slot] = ++size;
        return size - 1;
    }

    /** Eight bytes at a time: values are short, and Arrays.equals begins with checks that take longer. */
    private static boolean equal(BytesVector vector, int row, byte[] data, int start, int length) {
        if (vector.length(row) != length) {
            return false;
        }
        int other = vector.start(row);
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            if ((long) PageBytes.LONGS.get(data, start + at) != (long) PageBytes.LONGS.get(data, other + at)) {
                return false;
            }
        }
        for (; at < length; at++) {
            if (data[start + at] != data[other + at]) {
                return false;
            }
        }
        return true;
    }

    static int hash(byte[] data, int start, int length) {
        long hash = length;
        int at = start;
        int end = start + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = (hash ^ (long) PageBytes.LONGS.get(data, at)) * STEP;
            hash ^= hash >>> 32;
        }
        for (; at < end; at++) {
            hash = (hash ^ data[at]) * STEP;
        }
        return (int) ((hash * STEP) >>> 32);
    }
}
