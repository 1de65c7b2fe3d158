package io.spicerack.table.parquet;

import io.spicerack.table.Column;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;

/**
 * A data page taken apart: which rows have a value, and where the values begin or which entries of a dictionary they are.
 * Reused from page to page. Not thread-safe.
 */
final class ColumnPage {
    private final RunReader runs = new RunReader();
    private int[] levels = new int[0];
    private int[] ids = new int[0];
    private PageValues values = new PageValues(new byte[0], 0);
    private int rows;
    private int present;
    private boolean chosen;

    /**
     * Takes the next page.
     *
     * @param dictionary whether its chunk has a dictionary
     */
    void take(DataPage next, boolean dictionary, Column column) {
        if (!(next instanceof DataPageV1 page) || page.getDlEncoding() != Encoding.RLE) {
            throw new IllegalArgumentException("column '" + column.name() + "' has a page that is not of version 1");
        }
        PageValues whole = PageValues.of(page.getBytes());
        rows = page.getValueCount();
        if (levels.length < rows) {
            levels = new int[rows];
            ids = new int[rows];
        }
        int length = (int) PageBytes.INTS.get(whole.data(), whole.start());
        int start = whole.start() + Integer.BYTES;
        runs.begin(whole.data(), start, 1);
        runs.read(levels, rows);
        present = 0;
        for (int row = 0; row < rows; row++) {
            present += levels[row];
        }
        values = new PageValues(whole.data(), start + length);
        chosen = page.getValueEncoding().usesDictionary();
        if (!chosen && page.getValueEncoding() != Encoding.PLAIN) {
            throw new IllegalArgumentException(
                    "column '" + column.name() + "' is encoded as " + page.getValueEncoding());
        }
        if (chosen && !dictionary) {
            throw new IllegalArgumentException("column '" + column.name() + "' has lost its dictionary");
        }
        if (chosen) {
            runs.begin(values.data(), values.start() + 1, values.data()[values.start()]);
            runs.read(ids, present);
        }
    }

    int rows() {
        return rows;
    }

    /** Rows that are not NULL. */
    int present() {
        return present;
    }

    /** For each row 0 where it is NULL, else 1; it may be longer. */
    int[] levels() {
        return levels;
    }

    /** Whether the values are entries of the dictionary. */
    boolean chosen() {
        return chosen;
    }

    /** The entry of each row that is not NULL; it may be longer. */
    int[] ids() {
        return ids;
    }

    /** Where the values begin that are none of a dictionary. */
    PageValues values() {
        return values;
    }
}
