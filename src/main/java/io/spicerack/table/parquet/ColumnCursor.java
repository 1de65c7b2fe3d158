package io.spicerack.table.parquet;

import io.spicerack.table.BytesEntries;
import io.spicerack.table.BytesVector;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.ColumnVector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.jspecify.annotations.Nullable;

/**
 * One column of a row group, decoded some rows at a time without an object or a call per value; what is skipped is not decoded,
 * and no page is opened before a row of it is read. It reads what docs/format.md describes: optional flat columns in pages of
 * version 1, plain or with a dictionary. Not thread-safe.
 */
final class ColumnCursor {
    private final NumberVectors numbers = new NumberVectors();
    private final BytesVectors bytes = new BytesVectors();
    private final RunReader levels = new RunReader();
    private final RunReader ids = new RunReader();
    private final ReusableBytes memory;
    private int[] levelsOfRows = new int[0];
    private int[] idsOfRows = new int[0];

    private @Nullable PageReader pages;
    private @Nullable ZstdCodec codec;
    private Column column;
    private boolean begun;
    private boolean hasDictionary;
    private long[] numberEntries = new long[0];
    private @Nullable BytesEntries bytesEntries;

    /** Rows that are passed before the next page is taken. */
    private int ahead;

    /** Of the page that is open: the rows that are left, and its values that were passed or where the next one begins. */
    private int left;

    private boolean chosen;
    private PageValues values = new PageValues(new byte[0], 0);
    private int passed;

    /** @param memory for pages that are inflated, of this column alone while it is read */
    ColumnCursor(Column column, ReusableBytes memory) {
        this.column = column;
        this.memory = memory;
    }

    /**
     * Turns to a row group.
     *
     * @param inflating its pages
     */
    void begin(PageReader of, Column as, ZstdCodec inflating) {
        pages = of;
        codec = inflating;
        column = as;
        begun = false;
        hasDictionary = false;
        bytesEntries = null;
        ahead = 0;
        left = 0;
    }

    /** Forgets the row group. */
    void end() {
        pages = null;
        codec = null;
        bytesEntries = null;
        left = 0;
        values = new PageValues(new byte[0], 0);
    }

    /** Whether there are no more rows. */
    boolean isAtEnd() {
        return left == 0 && ahead == 0 && (pages == null || pages.readPage() == null);
    }

    /** Passes the next rows. */
    void skip(int rows) {
        int here = Math.min(rows, left);
        if (here > 0) {
            pass(here);
        }
        ahead += rows - here;
    }

    /** Appends the next rows. */
    void read(int rows, ColumnVector vector) {
        int done = 0;
        while (done < rows) {
            if (left == 0) {
                open();
            }
            int part = Math.min(rows - done, left);
            append(part, vector);
            done += part;
        }
    }

    /** Opens the page of the next row that is not passed. */
    private void open() {
        PageReader from = Objects.requireNonNull(pages, "no row group is read");
        Objects.requireNonNull(codec, "no row group is read").into(memory);
        if (!begun) {
            begun = true;
            dictionary(from.readDictionaryPage());
        }
        while (left == 0) {
            DataPage page = from.readPage();
            if (page == null) {
                throw new IllegalArgumentException("column '" + column.name() + "' has fewer values than rows");
            }
            take(page);
            int here = Math.min(ahead, left);
            ahead -= here;
            if (here > 0) {
                pass(here);
            }
        }
    }

    private void dictionary(@Nullable DictionaryPage page) {
        if (page == null) {
            return;
        }
        hasDictionary = true;
        int count = page.getDictionarySize();
        try {
            if (column.type().vector() == ColumnType.Vector.BYTES) {
                // with bytes of its own: those that were inflated are good until the next page only
                bytesEntries = BytesVectors.entries(PageValues.of(page.copy().getBytes()), count, column);
            } else {
                numberEntries = numbers.entries(PageValues.of(page.getBytes()), count, column);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(DataPage next) {
        if (!(next instanceof DataPageV1 page) || page.getDlEncoding() != Encoding.RLE) {
            throw new IllegalArgumentException("column '" + column.name() + "' has a page that is not of version 1");
        }
        PageValues whole = PageValues.of(page.getBytes());
        int length = (int) PageBytes.INTS.get(whole.data(), whole.start());
        int start = whole.start() + Integer.BYTES;
        levels.begin(whole.data(), start, 1);
        values = new PageValues(whole.data(), start + length);
        passed = 0;
        chosen = page.getValueEncoding().usesDictionary();
        if (!chosen && page.getValueEncoding() != Encoding.PLAIN) {
            throw new IllegalArgumentException(
                    "column '" + column.name() + "' is encoded as " + page.getValueEncoding());
        }
        if (chosen && !hasDictionary) {
            throw new IllegalArgumentException("column '" + column.name() + "' has lost its dictionary");
        }
        if (chosen) {
            ids.begin(values.data(), values.start() + 1, values.data()[values.start()]);
        }
        left = page.getValueCount();
    }

    /** How many of the next rows of the page have a value; {@link #levelsOfRows} tells which, where not all have. */
    private int present(int rows) {
        if (levels.passed(rows, 1)) {
            return rows;
        }
        if (levelsOfRows.length < rows) {
            levelsOfRows = new int[rows];
        }
        levels.read(levelsOfRows, rows);
        int present = 0;
        for (int row = 0; row < rows; row++) {
            present += levelsOfRows[row];
        }
        return present;
    }

    private void pass(int rows) {
        int present = present(rows);
        left -= rows;
        if (chosen) {
            ids.skip(present);
        } else if (column.type().vector() == ColumnType.Vector.BYTES) {
            values = new PageValues(values.data(), BytesVectors.skip(values, present, column));
        } else {
            passed += present;
        }
    }

    private void append(int rows, ColumnVector vector) {
        int present = present(rows);
        left -= rows;
        if (chosen) {
            if (idsOfRows.length < present) {
                idsOfRows = new int[present];
            }
            ids.read(idsOfRows, present);
            if (vector instanceof BytesVector texts) {
                BytesEntries entries = Objects.requireNonNull(bytesEntries, "a dictionary");
                BytesVectors.chosen(entries, idsOfRows, levelsOfRows, rows, present, texts);
            } else {
                numbers.chosen(numberEntries, idsOfRows, levelsOfRows, rows, present, vector);
            }
        } else if (vector instanceof BytesVector texts) {
            int next = bytes.plain(values, levelsOfRows, rows, present, texts, column);
            values = new PageValues(values.data(), next);
        } else {
            numbers.plain(values, passed, levelsOfRows, rows, present, vector, column);
            passed += present;
        }
    }
}
