package io.spicerack.table.parquet;

import io.spicerack.table.BytesVector;
import io.spicerack.table.ColumnType;
import io.spicerack.table.DoubleVector;
import io.spicerack.table.LongVector;
import io.spicerack.table.RowGroup;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;

/** Fills row groups with parquet-java's column readers: no object per number. Not thread-safe. */
final class ColumnReaderDecoder {
    private static final GroupConverter NO_RECORDS = new NoRecords();

    private final MessageType message;
    private final String createdBy;

    ColumnReaderDecoder(MessageType message, String createdBy) {
        this.message = message;
        this.createdBy = createdBy;
    }

    void decode(PageReadStore pages, RowGroup group) {
        int rows = Math.toIntExact(pages.getRowCount());
        ColumnReadStore store = new ColumnReadStoreImpl(pages, NO_RECORDS, message, createdBy);
        for (int i = 0; i < group.schema().width(); i++) {
            ColumnReader reader = store.getColumnReader(message.getColumns().get(i));
            ColumnType type = group.schema().column(i).type();
            switch (type.vector()) {
                case LONG -> decodeLongs(reader, rows, type, group.longs(i));
                case DOUBLE -> decodeDoubles(reader, rows, type, group.doubles(i));
                case BYTES -> decodeBytes(reader, rows, group.bytes(i));
            }
        }
        group.endRows(rows);
    }

    private static void decodeLongs(ColumnReader reader, int rows, ColumnType type, LongVector vector) {
        boolean bool = type instanceof ColumnType.Bool;
        boolean narrow =
                type instanceof ColumnType.Date || (type instanceof ColumnType.Int integer && integer.bits() == 32);
        for (int row = 0; row < rows; row++) {
            if (reader.getCurrentDefinitionLevel() == 0) {
                vector.appendNull();
            } else if (bool) {
                vector.append(reader.getBoolean() ? 1 : 0);
            } else {
                vector.append(narrow ? reader.getInteger() : reader.getLong());
            }
            reader.consume();
        }
    }

    private static void decodeDoubles(ColumnReader reader, int rows, ColumnType type, DoubleVector vector) {
        boolean narrow = ((ColumnType.Floating) type).bits() == 32;
        for (int row = 0; row < rows; row++) {
            if (reader.getCurrentDefinitionLevel() == 0) {
                vector.appendNull();
            } else {
                vector.append(narrow ? reader.getFloat() : reader.getDouble());
            }
            reader.consume();
        }
    }

    private static void decodeBytes(ColumnReader reader, int rows, BytesVector vector) {
        for (int row = 0; row < rows; row++) {
            if (reader.getCurrentDefinitionLevel() == 0) {
                vector.appendNull();
            } else {
                Binary value = reader.getBinary();
                vector.append(value.getBytesUnsafe());
            }
            reader.consume();
        }
    }

    /** parquet-java asks for a converter per column and, read by column, never calls it. */
    private static final class NoRecords extends GroupConverter {
        @Override
        public Converter getConverter(int fieldIndex) {
            return new PrimitiveConverter() {};
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    }
}
