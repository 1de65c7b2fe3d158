package io.spicerack.table.parquet;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Keeps the file's shape whatever encodes it: one data page of version 1 per column chunk, and no minimum or maximum above
 * {@value #MAX_STATISTICS_BYTES} bytes, since parquet-java holds them all until the footer is written. Not thread-safe.
 */
final class OnePageStore implements PageWriteStore {
    static final int MAX_STATISTICS_BYTES = 1024;

    private final PageWriteStore pages;

    OnePageStore(PageWriteStore pages) {
        this.pages = pages;
    }

    @Override
    public PageWriter getPageWriter(ColumnDescriptor path) {
        return new OnePageWriter(pages.getPageWriter(path), path.getPrimitiveType());
    }

    private static final class OnePageWriter implements PageWriter {
        private final PageWriter page;
        private final PrimitiveType type;
        private boolean written;

        OnePageWriter(PageWriter page, PrimitiveType type) {
            this.page = page;
            this.type = type;
        }

        @Override
        public void writePage(
                BytesInput bytes,
                int valueCount,
                int rowCount,
                Statistics<?> statistics,
                SizeStatistics sizes,
                GeospatialStatistics places,
                Encoding repetition,
                Encoding definition,
                Encoding values)
                throws IOException {
            if (written) {
                throw new IllegalStateException("column '" + type.getName() + "' got a second page in one row group");
            }
            written = true;
            boolean large = statistics.hasNonNullValue()
                    && (statistics.getMinBytes().length > MAX_STATISTICS_BYTES
                            || statistics.getMaxBytes().length > MAX_STATISTICS_BYTES);
            Statistics<?> kept = large ? Statistics.getBuilderForReading(type).build() : statistics;
            page.writePage(bytes, valueCount, rowCount, kept, sizes, places, repetition, definition, values);
        }

        @Override
        @Deprecated
        public void writePage(
                BytesInput bytes,
                int valueCount,
                Statistics<?> statistics,
                Encoding repetition,
                Encoding definition,
                Encoding values) {
            throw new UnsupportedOperationException("a page without a row count");
        }

        @Override
        public void writePage(
                BytesInput bytes,
                int valueCount,
                int rowCount,
                Statistics<?> statistics,
                Encoding repetition,
                Encoding definition,
                Encoding values) {
            throw new UnsupportedOperationException("a page without size statistics");
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
                Statistics<?> statistics) {
            throw new UnsupportedOperationException(
                    "a page of version 2: DuckDB does not read it where it is encrypted");
        }

        @Override
        public long getMemSize() {
            return page.getMemSize();
        }

        @Override
        public long allocatedSize() {
            return page.allocatedSize();
        }

        @Override
        public void writeDictionaryPage(DictionaryPage dictionary) throws IOException {
            page.writeDictionaryPage(dictionary);
        }

        @Override
        public String memUsageString(String prefix) {
            return page.memUsageString(prefix);
        }
    }
}
