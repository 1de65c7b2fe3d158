package io.spicerack.table.parquet;

import io.spicerack.table.BytesEntries;
import io.spicerack.table.BytesVector;
import io.spicerack.table.Column;
import java.util.Arrays;

/** Decodes texts, bytes, UUIDs and decimals above 18 digits: what {@link BytesPages} encodes. Not thread-safe. */
final class BytesVectors {
    private int[] fixedLengths = new int[0];

    /**
     * Appends {@code rows} values and NULLs; {@code levels} tells which, where not all are {@code present}.
     *
     * @return where the next value begins
     */
    int plain(PageValues values, int[] levels, int rows, int present, BytesVector vector, Column column) {
        byte[] data = values.data();
        int at = values.start();
        boolean fixed = ParquetTypes.isFixed(column.type());
        if (present == rows) {
            return fixed ? fixed(data, at, rows, vector) : vector.appendPrefixed(data, at, rows);
        }
        for (int row = 0; row < rows; row++) {
            if (levels[row] == 0) {
                vector.appendNull();
                continue;
            }
            int length = ParquetTypes.FIXED_LENGTH;
            if (!fixed) {
                length = (int) PageBytes.INTS.get(data, at);
                at += Integer.BYTES;
            }
            vector.append(data, at, length);
            at += length;
        }
        return at;
    }

    private int fixed(byte[] data, int at, int rows, BytesVector vector) {
        if (fixedLengths.length < rows) {
            fixedLengths = new int[rows];
            Arrays.fill(fixedLengths, ParquetTypes.FIXED_LENGTH);
        }
        vector.append(data, at, fixedLengths, rows);
        return at + rows * ParquetTypes.FIXED_LENGTH;
    }

    /** Where the value after {@code count} values begins. */
    static int skip(PageValues values, int count, Column column) {
        int at = values.start();
        if (ParquetTypes.isFixed(column.type())) {
            return at + count * ParquetTypes.FIXED_LENGTH;
        }
        for (int i = 0; i < count; i++) {
            at += Integer.BYTES + (int) PageBytes.INTS.get(values.data(), at);
        }
        return at;
    }

    /** Appends an entry for each of {@code rows} rows that is not NULL. */
    static void chosen(BytesEntries entries, int[] ids, int[] levels, int rows, int present, BytesVector vector) {
        if (present == rows) {
            vector.append(entries, ids, rows);
            return;
        }
        for (int row = 0, i = 0; row < rows; row++) {
            if (levels[row] == 0) {
                vector.appendNull();
            } else {
                int id = ids[i++];
                vector.append(entries.data(), entries.start(id), entries.length(id));
            }
        }
    }

    /** The entries of a dictionary, whose bytes stay as they are. */
    static BytesEntries entries(PageValues dictionary, int count, Column column) {
        boolean fixed = ParquetTypes.isFixed(column.type());
        int[] starts = new int[count];
        int[] lengths = new int[count];
        int at = dictionary.start();
        for (int id = 0; id < count; id++) {
            lengths[id] = ParquetTypes.FIXED_LENGTH;
            if (!fixed) {
                lengths[id] = (int) PageBytes.INTS.get(dictionary.data(), at);
                at += Integer.BYTES;
            }
            starts[id] = at;
            at += lengths[id];
        }
        return new BytesEntries(dictionary.data(), starts, lengths);
    }
}
