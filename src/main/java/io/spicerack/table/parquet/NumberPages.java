package io.spicerack.table.parquet;

import io.spicerack.table.Column;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.DoubleVector;
import io.spicerack.table.LongVector;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/** Encodes booleans, integers and floating numbers: as bits of fixed length. Not thread-safe. */
final class NumberPages {
    private final LongDictionary dictionary = new LongDictionary();
    private long[] values = new long[0];
    private int[] ids = new int[0];

    /** Adds the values of {@code vector} to {@code chunk}; returns the entries of the dictionary, 0 for none. */
    int encode(LongVector vector, Column column, PrimitiveType type, Statistics<?> statistics, ColumnChunk chunk) {
        int count = present(vector);
        for (int row = 0, i = 0; row < vector.size(); row++) {
            if (!vector.isNull(row)) {
                values[i++] = vector.value(row);
            }
        }
        if (count > 0) {
            bounds(count, column, type, statistics);
        }
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> {
                chunk.data().putBits(values, count);
                yield 0;
            }
            case INT32 -> encode(count, Integer.BYTES, chunk);
            default -> encode(count, Long.BYTES, chunk);
        };
    }

    /** As {@link #encode(LongVector, Column, PrimitiveType, Statistics, ColumnChunk)}, bit for bit, NaN included. */
    int encode(DoubleVector vector, PrimitiveType type, Statistics<?> statistics, ColumnChunk chunk) {
        int count = present(vector);
        boolean narrow = type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.FLOAT;
        for (int row = 0, i = 0; row < vector.size(); row++) {
            if (vector.isNull(row)) {
                continue;
            }
            double value = vector.value(row);
            if (narrow) {
                statistics.updateStats((float) value);
                values[i++] = Float.floatToRawIntBits((float) value);
            } else {
                statistics.updateStats(value);
                values[i++] = Double.doubleToRawLongBits(value);
            }
        }
        return encode(count, narrow ? Integer.BYTES : Long.BYTES, chunk);
    }

    private int present(ColumnVector vector) {
        int count = vector.size() - vector.nullCount();
        if (values.length < count) {
            values = new long[count];
            ids = new int[count + Byte.SIZE];
        }
        return count;
    }

    private void bounds(int count, Column column, PrimitiveType type, Statistics<?> statistics) {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, values[i]);
            most = Math.max(most, values[i]);
        }
        switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> {
                statistics.updateStats(least != 0);
                statistics.updateStats(most != 0);
            }
            case INT32 -> {
                if (least != (int) least || most != (int) most) {
                    throw new IllegalArgumentException("a value of column '" + column.name()
                            + "' does not fit 32 bits; select it as a wider type");
                }
                statistics.updateStats((int) least);
                statistics.updateStats((int) most);
            }
            default -> {
                statistics.updateStats(least);
                statistics.updateStats(most);
            }
        }
    }

    private int encode(int count, int width, ColumnChunk chunk) {
        int entries = ids(count, width);
        if (entries > 0) {
            put(dictionary.values(), entries, width, chunk.dictionary());
            int bits = HybridRuns.bits(entries);
            chunk.data().putByte(bits);
            HybridRuns.write(ids, count, bits, chunk.data());
        } else {
            put(values, count, width, chunk.data());
        }
        return entries;
    }

    private static void put(long[] values, int count, int width, PageBytes bytes) {
        if (width == Integer.BYTES) {
            bytes.putInts(values, count);
        } else {
            bytes.putLongs(values, count);
        }
    }

    private int ids(int count, int width) {
        dictionary.clear();
        if (!DictionaryChoice.worthTrying(count, i -> dictionary.id(values[i]))) {
            return 0;
        }
        dictionary.clear();
        for (int i = 0; i < count; i++) {
            int id = dictionary.id(values[i]);
            if (id < 0) {
                return 0;
            }
            ids[i] = id;
        }
        int entries = dictionary.size();
        boolean pays = DictionaryChoice.pays(entries, (long) entries * width, count, (long) count * width);
        return pays ? entries : 0;
    }
}
