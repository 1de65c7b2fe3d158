package io.spicerack.table.parquet;

import io.spicerack.table.BytesVector;
import io.spicerack.table.Column;

/** Decodes texts, bytes, UUIDs and decimals above 18 digits: what {@link BytesPages} encodes. Not thread-safe. */
final class BytesVectors {
    /** Where each entry of the dictionary begins, and how long it is. */
    private int[] starts = new int[0];

    private int[] lengths = new int[0];

    /** Appends {@code rows} values and NULLs; {@code levels} tells which, where not all are {@code present}. */
    void plain(PageValues values, int[] levels, int rows, int present, BytesVector vector, Column column) {
        byte[] data = values.data();
        int at = values.start();
        boolean fixed = ParquetTypes.isFixed(column.type());
        for (int row = 0; row < rows; row++) {
            if (present < rows && levels[row] == 0) {
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
    }

    void chosen(PageValues dictionary, int entries, ColumnPage page, BytesVector vector, Column column) {
        index(dictionary, entries, ParquetTypes.isFixed(column.type()));
        byte[] data = dictionary.data();
        if (page.present() == page.rows()) {
            vector.append(data, starts, lengths, entries, page.ids(), page.rows());
            return;
        }
        for (int row = 0, i = 0; row < page.rows(); row++) {
            if (page.levels()[row] == 0) {
                vector.appendNull();
            } else {
                int id = page.ids()[i++];
                vector.append(data, starts[id], lengths[id]);
            }
        }
    }

    private void index(PageValues dictionary, int entries, boolean fixed) {
        if (starts.length < entries) {
            starts = new int[entries];
            lengths = new int[entries];
        }
        int at = dictionary.start();
        for (int id = 0; id < entries; id++) {
            lengths[id] = ParquetTypes.FIXED_LENGTH;
            if (!fixed) {
                lengths[id] = (int) PageBytes.INTS.get(dictionary.data(), at);
                at += Integer.BYTES;
            }
            starts[id] = at;
            at += lengths[id];
        }
    }
}
