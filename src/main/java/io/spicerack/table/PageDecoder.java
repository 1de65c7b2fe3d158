package io.spicerack.table;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Fills row groups from whole pages, without an object or a call per value. It reads what docs/format.md describes: optional
 * flat columns in pages of version 1, plain or with a dictionary. Not thread-safe.
 */
final class PageDecoder {
    private final MessageType message;
    private final NumberVectors numbers = new NumberVectors();
    private final BytesVectors bytes = new BytesVectors();
    private int[] levels = new int[0];
    private int[] ids = new int[0];

    PageDecoder(MessageType message) {
        this.message = message;
    }

    void decode(PageReadStore pages, RowGroup group) {
        int rows = Math.toIntExact(pages.getRowCount());
        for (int i = 0; i < group.schema().width(); i++) {
            ColumnDescriptor descriptor = message.getColumns().get(i);
            column(
                    pages.getPageReader(descriptor),
                    group.column(i),
                    group.schema().column(i));
            if (group.column(i).size() != rows) {
                throw new IllegalArgumentException("column '" + descriptor.getPath()[0] + "' has "
                        + group.column(i).size() + " values in a row group of " + rows + " rows");
            }
        }
        group.endRows(rows);
    }

    private void column(PageReader pages, ColumnVector vector, Column column) {
        DictionaryPage dictionary = pages.readDictionaryPage();
        for (DataPage page = pages.readPage(); page != null; page = pages.readPage()) {
            values(page(page, column), dictionary, vector, column);
        }
    }

    private static DataPageV1 page(DataPage page, Column column) {
        if (page instanceof DataPageV1 first && first.getDlEncoding() == Encoding.RLE) {
            return first;
        }
        throw new IllegalArgumentException("column '" + column.name() + "' has a page that is not of version 1");
    }

    private void values(DataPageV1 page, @Nullable DictionaryPage dictionary, ColumnVector vector, Column column) {
        PageValues values = PageValues.of(page.getBytes());
        int rows = page.getValueCount();
        if (levels.length < rows) {
            levels = new int[rows];
            ids = new int[rows];
        }
        int length = (int) PageBytes.INTS.get(values.data(), values.start());
        int start = values.start() + Integer.BYTES;
        HybridRuns.read(values.data(), start, 1, levels, rows);
        PageValues rest = new PageValues(values.data(), start + length);
        if (!page.getValueEncoding().usesDictionary()) {
            if (page.getValueEncoding() != Encoding.PLAIN) {
                throw new IllegalArgumentException(
                        "column '" + column.name() + "' is encoded as " + page.getValueEncoding());
            }
            plain(rest, rows, vector, column);
        } else if (dictionary == null) {
            throw new IllegalArgumentException("column '" + column.name() + "' has lost its dictionary");
        } else {
            int present = 0;
            for (int row = 0; row < rows; row++) {
                present += levels[row];
            }
            HybridRuns.read(rest.data(), rest.start() + 1, rest.data()[rest.start()], ids, present);
            int before = vector.size();
            chosen(PageValues.of(dictionary.getBytes()), dictionary.getDictionarySize(), rows, vector, column);
            if (before == 0) {
                vector.takenFrom(dictionary.getDictionarySize(), ids);
            }
        }
    }

    private void plain(PageValues values, int rows, ColumnVector vector, Column column) {
        if (vector instanceof BytesVector texts) {
            bytes.plain(values, levels, rows, texts, column);
        } else {
            numbers.plain(values, levels, rows, vector, column);
        }
    }

    private void chosen(PageValues dictionary, int entries, int rows, ColumnVector vector, Column column) {
        if (vector instanceof BytesVector texts) {
            bytes.chosen(dictionary, entries, ids, levels, rows, texts, column);
        } else {
            numbers.chosen(dictionary, entries, ids, levels, rows, vector, column);
        }
    }
}
