package io.spicerack.engine.worker;

import io.spicerack.table.ChosenBytes;
import java.nio.LongBuffer;
import org.duckdb.RawVector;

/**
 * Writes texts that are entries of a dictionary: DuckDB takes each that is used once, which it looks through, and what stands for
 * it is then set in each row. One thread.
 */
final class ChosenTexts {
    /** Two numbers stand for a text: a short one itself, or where it is. */
    private static final int NUMBERS = 2;

    /** Of each entry its place among those that are used, from 1 on; 0 for one that is not. */
    private int[] places = {};

    private int[] used = {};
    private byte[] bytes = {};
    private long[] written = {};
    private long[] rows = {};

    void put(ChosenBytes from, int first, int count, RawVector to) {
        if (places.length < from.entries()) {
            places = new int[from.entries()];
        }
        if (used.length < count) {
            used = new int[count];
            written = new long[NUMBERS * count];
            rows = new long[NUMBERS * count];
        }
        int distinct = 0;
        int[] ids = from.ids();
        for (int row = first; row < first + count; row++) {
            if (places[ids[row]] == 0) {
                used[distinct++] = ids[row];
                places[ids[row]] = distinct;
            }
        }
        try {
            write(from, distinct, to);
            LongBuffer texts =
                    to.data(count, NUMBERS * Long.BYTES).asLongBuffer().get(0, written, 0, NUMBERS * distinct);
            for (int row = 0; row < count; row++) {
                int place = NUMBERS * (places[ids[first + row]] - 1);
                rows[NUMBERS * row] = written[place];
                rows[NUMBERS * row + 1] = written[place + 1];
            }
            texts.put(0, rows, 0, NUMBERS * count);
        } finally {
            for (int i = 0; i < distinct; i++) {
                places[used[i]] = 0;
            }
        }
    }

    /** Into the first rows, one each. */
    private void write(ChosenBytes from, int distinct, RawVector to) {
        int length = 0;
        long[] lengths = new long[distinct];
        for (int i = 0; i < distinct; i++) {
            lengths[i] = from.length(used[i]);
            length += from.length(used[i]);
        }
        if (bytes.length < length) {
            bytes = new byte[length + length / 4];
        }
        int at = 0;
        for (int i = 0; i < distinct; i++) {
            System.arraycopy(from.data(), from.start(used[i]), bytes, at, from.length(used[i]));
            at += from.length(used[i]);
        }
        to.putTexts(bytes, lengths, length);
    }
}
