package io.spicerack.engine.worker;

import io.spicerack.table.BytesEntries;
import io.spicerack.table.ChosenBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import org.duckdb.RawVector;
import org.jspecify.annotations.Nullable;

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

    /** The entries that {@link #shorts} are of: where all are short texts of ASCII, two numbers of each. */
    private @Nullable BytesEntries known;

    private boolean areShort;
    private long[] shorts = {};

    void put(ChosenBytes from, int first, int count, RawVector to) {
        if (rows.length < NUMBERS * count) {
            used = new int[count];
            written = new long[NUMBERS * count];
            rows = new long[NUMBERS * count];
        }
        if (known != from.entries()) {
            know(from.entries());
        }
        if (areShort) {
            int[] ids = from.ids();
            for (int row = 0; row < count; row++) {
                int place = NUMBERS * ids[first + row];
                rows[NUMBERS * row] = shorts[place];
                rows[NUMBERS * row + 1] = shorts[place + 1];
            }
            to.data(count, NUMBERS * Long.BYTES).asLongBuffer().put(0, rows, 0, NUMBERS * count);
            return;
        }
        each(from, first, count, to);
    }

    private void know(BytesEntries entries) {
        known = entries;
        areShort = true;
        for (int entry = 0; entry < entries.count() && areShort; entry++) {
            areShort = entries.length(entry) <= InlineTexts.MOST
                    && InlineTexts.isAscii(entries.data(), entries.start(entry), entries.length(entry));
        }
        if (areShort) {
            ByteBuffer numbers =
                    ByteBuffer.allocate(NUMBERS * Long.BYTES * entries.count()).order(ByteOrder.nativeOrder());
            for (int entry = 0; entry < entries.count(); entry++) {
                int at = NUMBERS * Long.BYTES * entry;
                InlineTexts.put(entries.data(), entries.start(entry), entries.length(entry), numbers, at);
            }
            shorts = new long[NUMBERS * entries.count()];
            numbers.asLongBuffer().get(shorts);
        }
    }

    private void each(ChosenBytes from, int first, int count, RawVector to) {
        if (places.length < from.entries().count()) {
            places = new int[from.entries().count()];
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
            write(from.entries(), distinct, to);
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
    private void write(BytesEntries from, int distinct, RawVector to) {
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
