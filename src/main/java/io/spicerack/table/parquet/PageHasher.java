package io.spicerack.table.parquet;

import io.spicerack.table.BytesVector;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.DoubleVector;
import io.spicerack.table.LongVector;
import io.spicerack.table.RowGroup;
import io.spicerack.table.Schema;
import io.spicerack.table.hash.HashRule;
import io.spicerack.table.hash.TableHash;
import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.schema.MessageType;

/**
 * Hashes whole pages, column by column: a value that a dictionary holds is hashed once, and no row is put together. It reads
 * what {@link PageDecoder} reads. Not thread-safe.
 */
final class PageHasher {
    private static final int[] NO_LEVELS = {};

    private final NumberVectors numbers = new NumberVectors();
    private final BytesVectors bytes = new BytesVectors();
    private final ColumnPage taken = new ColumnPage();
    private final LongVector longs = new LongVector(0, RowGroup.MAX_ROWS);
    private final DoubleVector doubles = new DoubleVector(0, RowGroup.MAX_ROWS);
    private final BytesVector texts = new BytesVector(0, RowGroup.MAX_ROWS);
    private long[] ofEntries = new long[0];

    /** Adds the rows of a row group to {@code hash}, which is one of rows alone. */
    void add(PageReadStore pages, MessageType message, Schema schema, TableHash hash) {
        int rows = Math.toIntExact(pages.getRowCount());
        long[] ofRows = hash.begin(rows);
        for (int i = 0; i < schema.width(); i++) {
            ColumnDescriptor descriptor = message.getColumns().get(i);
            HashRule.OfColumn rule = hash.rule().columns().get(i);
            int found = column(pages.getPageReader(descriptor), schema.column(i), rule, ofRows, rows);
            if (found != rows) {
                throw new IllegalArgumentException("column '" + schema.column(i).name() + "' has " + found
                        + " values in a row group of " + rows + " rows");
            }
        }
        hash.end(rows);
    }

    private int column(PageReader pages, Column column, HashRule.OfColumn rule, long[] ofRows, int rows) {
        DictionaryPage dictionary = pages.readDictionaryPage();
        if (dictionary != null) {
            entries(dictionary, column, rule);
        }
        int from = 0;
        for (DataPage page = pages.readPage(); page != null; page = pages.readPage()) {
            taken.take(page, dictionary != null, column);
            if (from + taken.rows() > rows) {
                return from + taken.rows();
            }
            if (taken.chosen()) {
                chosen(rule, ofRows, from);
            } else {
                ColumnVector vector = values(taken.values(), taken.levels(), taken.rows(), taken.present(), column);
                rule.mixInto(ofRows, from, vector);
            }
            from += taken.rows();
        }
        return from;
    }

    /** Hashes each entry of a dictionary. */
    private void entries(DictionaryPage dictionary, Column column, HashRule.OfColumn rule) {
        int count = dictionary.getDictionarySize();
        if (ofEntries.length < count) {
            ofEntries = new long[count];
        }
        ColumnVector vector = values(PageValues.of(dictionary.getBytes()), NO_LEVELS, count, count, column);
        Arrays.fill(ofEntries, 0, count, 0);
        rule.mixInto(ofEntries, 0, vector);
    }

    private void chosen(HashRule.OfColumn rule, long[] ofRows, int from) {
        int[] ids = taken.ids();
        int rows = taken.rows();
        if (taken.present() == rows) {
            for (int row = 0; row < rows; row++) {
                ofRows[from + row] ^= ofEntries[ids[row]];
            }
            return;
        }
        int[] levels = taken.levels();
        for (int row = 0, i = 0; row < rows; row++) {
            ofRows[from + row] ^= levels[row] == 0 ? rule.ofNull() : ofEntries[ids[i++]];
        }
    }

    private ColumnVector values(PageValues values, int[] levels, int rows, int present, Column column) {
        ColumnVector vector =
                switch (column.type().vector()) {
                    case LONG -> longs;
                    case DOUBLE -> doubles;
                    case BYTES -> texts;
                };
        vector.clear();
        if (vector == texts) {
            bytes.plain(values, levels, rows, present, texts, column);
        } else {
            numbers.plain(values, levels, rows, present, vector, column);
        }
        return vector;
    }
}
