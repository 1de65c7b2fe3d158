package io.spicerack.bench;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;

/** Reads all values of a plain file with parquet-java's own column readers: the fastest way that it has. */
final class PlainParquet {
    private PlainParquet() {}

    static String read(Path file) throws Exception {
        long sum = 0;
        long rows = 0;
        HadoopInputFile input = HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(file.toUri()), new Configuration());
        try (ParquetFileReader reader = ParquetFileReader.open(input)) {
            MessageType message = reader.getFileMetaData().getSchema();
            String createdBy = reader.getFileMetaData().getCreatedBy();
            for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
                ColumnReadStore columns = new ColumnReadStoreImpl(pages, new NoRecords(), message, createdBy);
                rows += pages.getRowCount();
                for (ColumnDescriptor column : message.getColumns()) {
                    sum += values(columns.getColumnReader(column), column, pages.getRowCount());
                }
            }
        }
        return rows + " rows, " + sum;
    }

    private static long values(ColumnReader reader, ColumnDescriptor column, long rows) {
        long sum = 0;
        int present = column.getMaxDefinitionLevel();
        for (long row = 0; row < rows; row++) {
            if (reader.getCurrentDefinitionLevel() == present) {
                sum += switch (column.getPrimitiveType().getPrimitiveTypeName()) {
                    case INT32 -> reader.getInteger();
                    case INT64 -> reader.getLong();
                    default -> reader.getBinary().length();
                };
            }
            reader.consume();
        }
        return sum;
    }

    private static final class NoRecords extends GroupConverter {
        @Override
        public Converter getConverter(int field) {
            return new PrimitiveConverter() {};
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    }
}
