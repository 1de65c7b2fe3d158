package io.spicerack.table.parquet;

import io.spicerack.table.BytesVector;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.RowGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
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
    private final NumberVectors numbers = new NumberVectors();
    private final BytesVectors bytes = new BytesVectors();
    private final ColumnPage taken = new ColumnPage();

    void decode(PageReadStore pages, MessageType message, RowGroup group) {
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
        DictionaryPage dictionary = kept(pages.readDictionaryPage());
        for (DataPage page = pages.readPage(); page != null; page = pages.readPage()) {
            taken.take(page, dictionary != null, column);
            if (taken.chosen()) {
                chosen(Objects.requireNonNull(dictionary), vector, column);
            } else {
                plain(vector, column);
            }
        }
    }

    /** A dictionary with bytes of its own: those that were inflated are good until the next page only. */
    private static @Nullable DictionaryPage kept(@Nullable DictionaryPage dictionary) {
        try {
            return dictionary == null ? null : dictionary.copy();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void plain(ColumnVector vector, Column column) {
        PageValues values = taken.values();
        if (vector instanceof BytesVector texts) {
            bytes.plain(values, taken.levels(), taken.rows(), taken.present(), texts, column);
        } else {
            numbers.plain(values, taken.levels(), taken.rows(), taken.present(), vector, column);
        }
    }

    private void chosen(DictionaryPage dictionary, ColumnVector vector, Column column) {
        PageValues entries = PageValues.of(dictionary.getBytes());
        if (vector instanceof BytesVector texts) {
            bytes.chosen(entries, dictionary.getDictionarySize(), taken, texts, column);
        } else {
            numbers.chosen(entries, dictionary.getDictionarySize(), taken, vector, column);
        }
    }
}
