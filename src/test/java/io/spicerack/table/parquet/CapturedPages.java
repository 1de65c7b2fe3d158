package io.spicerack.table.parquet;

import io.spicerack.table.RowGroup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.jspecify.annotations.NullUnmarked;

/** The pages of one row group as an encoder made them, neither compressed nor encrypted, to be read again. */
@NullUnmarked
final class CapturedPages implements PageWriteStore, PageReadStore {
    private final Map<ColumnDescriptor, Captured> columns = new HashMap<>();
    private final long rows;

    private CapturedPages(long rows) {
        this.rows = rows;
    }

    static CapturedPages of(RowGroupEncoder encoder, RowGroup group) throws Exception {
        CapturedPages pages = new CapturedPages(group.rows());
        encoder.encode(group, new OnePageStore(pages));
        return pages;
    }

    /** The same pages in a row group that says it has other rows. */
    CapturedPages withRows(long count) {
        CapturedPages others = new CapturedPages(count);
        others.columns.putAll(columns);
        return others;
    }

    /** What an encoder tells about one column besides its values. */
    record Facts(Statistics<?> statistics, Optional<Long> unencodedBytes, long values) {}

    Facts facts(ColumnDescriptor column) {
        Captured captured = columns.get(column);
        return new Facts(
                captured.statistics, captured.sizes.getUnencodedByteArrayDataBytes(), captured.page.getValueCount());
    }

    boolean hasDictionary(ColumnDescriptor column) {
        return columns.get(column).dictionary != null;
    }

    @Override
    public Captured getPageWriter(ColumnDescriptor column) {
        return columns.computeIfAbsent(column, any -> new Captured());
    }

    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
        return columns.get(column).reader();
    }

    @Override
    public void close() {}

    @Override
    public long getRowCount() {
        return rows;
    }

    static final class Captured implements PageWriter {
        private DataPageV1 page;
        private DictionaryPage dictionary;
        private Statistics<?> statistics;
        private SizeStatistics sizes;

        PageReader reader() {
            List<DataPageV1> left = new ArrayList<>(List.of(page));
            return new PageReader() {
                @Override
                public DictionaryPage readDictionaryPage() {
                    return dictionary;
                }

                @Override
                public long getTotalValueCount() {
                    return page.getValueCount();
                }

                @Override
                public DataPageV1 readPage() {
                    return left.isEmpty() ? null : left.remove(0);
                }
            };
        }

        @Override
        public void writePage(
                BytesInput bytes,
                int valueCount,
                int rowCount,
                Statistics<?> pageStatistics,
                SizeStatistics pageSizes,
                GeospatialStatistics places,
                Encoding repetition,
                Encoding definition,
                Encoding values)
                throws IOException {
            statistics = pageStatistics;
            sizes = pageSizes;
            page = new DataPageV1(
                    copy(bytes),
                    valueCount,
                    Math.toIntExact(bytes.size()),
                    pageStatistics,
                    repetition,
                    definition,
                    values);
        }

        private static BytesInput copy(BytesInput bytes) throws IOException {
            ByteArrayOutputStream copy = new ByteArrayOutputStream();
            bytes.writeAllTo(copy);
            return BytesInput.from(copy.toByteArray());
        }

        @Override
        public void writeDictionaryPage(DictionaryPage dictionaryPage) throws IOException {
            dictionary = new DictionaryPage(
                    copy(dictionaryPage.getBytes()), dictionaryPage.getDictionarySize(), dictionaryPage.getEncoding());
        }

        @Override
        @Deprecated
        public void writePage(
                BytesInput bytes,
                int valueCount,
                Statistics<?> pageStatistics,
                Encoding repetition,
                Encoding definition,
                Encoding values) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void writePage(
                BytesInput bytes,
                int valueCount,
                int rowCount,
                Statistics<?> pageStatistics,
                Encoding repetition,
                Encoding definition,
                Encoding values) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void writePageV2(
                int rowCount,
                int nullCount,
                int valueCount,
                BytesInput repetition,
                BytesInput definition,
                Encoding encoding,
                BytesInput data,
                Statistics<?> pageStatistics) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long getMemSize() {
            return 0;
        }

        @Override
        public long allocatedSize() {
            return 0;
        }

        @Override
        public String memUsageString(String prefix) {
            return prefix;
        }
    }
}
