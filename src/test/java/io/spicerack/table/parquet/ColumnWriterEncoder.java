package io.spicerack.table.parquet;

import io.spicerack.table.BytesVector;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.DoubleVector;
import io.spicerack.table.LongVector;
import io.spicerack.table.RowGroup;
import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.impl.ColumnWriteStoreV1;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/** Encodes with parquet-java's column writers. Not thread-safe. */
final class ColumnWriterEncoder implements RowGroupEncoder {
    private final MessageType message;
    private final ParquetProperties properties;
    private final byte[] fixed = new byte[ParquetTypes.FIXED_LENGTH];

    ColumnWriterEncoder(MessageType message, ParquetProperties properties) {
        this.message = message;
        this.properties = properties;
    }

    /** No check of sizes before the end of a group: so each column gets one page. */
    static ParquetProperties properties() {
        return ParquetProperties.builder()
                .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_1_0)
                .withMinRowCountForPageSizeCheck(Integer.MAX_VALUE)
                .withMaxRowCountForPageSizeCheck(Integer.MAX_VALUE)
                .withPageRowCountLimit(Integer.MAX_VALUE)
                .estimateRowCountForPageSizeCheck(false)
                .withPageWriteChecksumEnabled(false)
                .build();
    }

    @Override
    public void encode(RowGroup group, PageWriteStore pages) {
        try (ColumnWriteStoreV1 store = new ColumnWriteStoreV1(message, pages, properties)) {
            for (int i = 0; i < message.getFieldCount(); i++) {
                ColumnDescriptor descriptor = message.getColumns().get(i);
                encode(group, i, store.getColumnWriter(descriptor));
            }
            for (int row = 0; row < group.rows(); row++) {
                store.endRecord();
            }
            store.flush();
        }
    }

    private void encode(RowGroup group, int index, ColumnWriter writer) {
        Column column = group.schema().column(index);
        switch (column.type().vector()) {
            case LONG -> encodeLongs(group.longs(index), column, writer);
            case DOUBLE -> encodeDoubles(group.doubles(index), column.type(), writer);
            case BYTES -> encodeBytes(group.bytes(index), column, writer);
        }
    }

    private static void encodeLongs(LongVector vector, Column column, ColumnWriter writer) {
        boolean bool = column.type() instanceof ColumnType.Bool;
        boolean narrow = column.type() instanceof ColumnType.Date
                || (column.type() instanceof ColumnType.Int integer && integer.bits() == 32);
        for (int row = 0; row < vector.size(); row++) {
            long value = vector.value(row);
            if (vector.isNull(row)) {
                writer.writeNull(0, 0);
            } else if (bool) {
                writer.write(value != 0, 0, 1);
            } else if (narrow) {
                writer.write(narrow(value, column), 0, 1);
            } else {
                writer.write(value, 0, 1);
            }
        }
    }

    private static int narrow(long value, Column column) {
        if (value != (int) value) {
            throw new IllegalArgumentException(
                    "a value of column '" + column.name() + "' does not fit 32 bits; select it as a wider type");
        }
        return (int) value;
    }

    private static void encodeDoubles(DoubleVector vector, ColumnType type, ColumnWriter writer) {
        boolean narrow = ((ColumnType.Floating) type).bits() == 32;
        for (int row = 0; row < vector.size(); row++) {
            if (vector.isNull(row)) {
                writer.writeNull(0, 0);
            } else if (narrow) {
                writer.write((float) vector.value(row), 0, 1);
            } else {
                writer.write(vector.value(row), 0, 1);
            }
        }
    }

    private void encodeBytes(BytesVector vector, Column column, ColumnWriter writer) {
        boolean decimal = column.type() instanceof ColumnType.Decimal;
        boolean uuid = column.type() instanceof ColumnType.Uuid;
        for (int row = 0; row < vector.size(); row++) {
            int start = vector.start(row);
            int length = vector.length(row);
            if (vector.isNull(row)) {
                writer.writeNull(0, 0);
                continue;
            }
            if (uuid && length != fixed.length) {
                throw new IllegalArgumentException(
                        "a UUID of column '" + column.name() + "' has " + length + " bytes, not " + fixed.length);
            }
            // the writers copy what they keep of a "reused" array
            writer.write(
                    decimal
                            ? signExtended(vector.data(), start, length, column)
                            : Binary.fromReusedByteArray(vector.data(), start, length),
                    0,
                    1);
        }
    }

    private Binary signExtended(byte[] data, int start, int length, Column column) {
        if (length < 1 || length > fixed.length) {
            throw new IllegalArgumentException("a decimal of column '" + column.name() + "' has " + length
                    + " bytes; allowed are 1 to " + fixed.length);
        }
        int padding = fixed.length - length;
        Arrays.fill(fixed, 0, padding, data[start] < 0 ? (byte) -1 : 0);
        System.arraycopy(data, start, fixed, padding, length);
        return Binary.fromReusedByteArray(fixed);
    }
}
