package io.spicerack.table.parquet;

import io.spicerack.table.BytesVector;
import io.spicerack.table.Column;
import java.util.Arrays;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;

/** Encodes texts, bytes, UUIDs and decimals above 18 digits. Not thread-safe. */
final class BytesPages {
    private final BytesDictionary dictionary = new BytesDictionary();
    private final byte[] wide = new byte[ParquetTypes.FIXED_LENGTH];
    private int[] rows = new int[0];
    private int[] ids = new int[0];

    /** Adds the values of {@code vector} to {@code chunk}; returns the entries of the dictionary, 0 for none. */
    int encode(BytesVector vector, Column column, Statistics<?> statistics, ColumnChunk chunk) {
        boolean fixed = ParquetTypes.isFixed(column.type());
        BytesVector values = fixed ? fixed(vector, column) : vector;
        int count = present(values);
        int entries = ids(values, count, fixed);
        bounds(values, entries > 0 ? entries : count, entries > 0, column, statistics);
        if (entries > 0) {
            for (int id = 0; id < entries; id++) {
                put(values, dictionary.row(id), fixed, chunk.dictionary());
            }
            int bits = HybridRuns.bits(entries);
            chunk.data().putByte(bits);
            HybridRuns.write(ids, count, bits, chunk.data());
        } else {
            chunk.data().reserve(values.variableBytes() + (fixed ? 0 : (long) count * Integer.BYTES));
            for (int i = 0; i < count; i++) {
                put(values, rows[i], fixed, chunk.data());
            }
        }
        return entries;
    }

    private static void put(BytesVector values, int row, boolean fixed, PageBytes bytes) {
        if (fixed) {
            bytes.put(values.data(), values.start(row), ParquetTypes.FIXED_LENGTH);
        } else {
            bytes.putPrefixed(values.data(), values.start(row), values.length(row));
        }
    }

    private int present(BytesVector values) {
        if (rows.length < values.size()) {
            rows = new int[values.size()];
            ids = new int[values.size() + Byte.SIZE];
        }
        int count = 0;
        for (int row = 0; row < values.size(); row++) {
            if (!values.isNull(row)) {
                rows[count++] = row;
            }
        }
        return count;
    }

    private int ids(BytesVector values, int count, boolean fixed) {
        dictionary.clear();
        if (!DictionaryChoice.worthTrying(count, i -> dictionary.id(values, rows[i]))) {
            return 0;
        }
        dictionary.clear();
        for (int i = 0; i < count; i++) {
            int id = dictionary.id(values, rows[i]);
            if (id < 0) {
                return 0;
            }
            ids[i] = id;
        }
        int entries = dictionary.size();
        long prefix = fixed ? 0 : Integer.BYTES;
        boolean pays = DictionaryChoice.pays(
                entries, dictionary.bytes() + entries * prefix, count, values.variableBytes() + count * prefix);
        return pays ? entries : 0;
    }

    /** Over the dictionary where there is one: it has each value once. */
    private void bounds(BytesVector values, int count, boolean inDictionary, Column column, Statistics<?> statistics) {
        if (count == 0) {
            return;
        }
        boolean signed = column.type().isNumber();
        int least = inDictionary ? dictionary.row(0) : rows[0];
        int most = least;
        for (int i = 1; i < count; i++) {
            int row = inDictionary ? dictionary.row(i) : rows[i];
            if (compare(values, row, least, signed) < 0) {
                least = row;
            } else if (compare(values, row, most, signed) > 0) {
                most = row;
            }
        }
        statistics.updateStats(value(values, least));
        statistics.updateStats(value(values, most));
    }

    private static int compare(BytesVector values, int row, int other, boolean signed) {
        byte[] data = values.data();
        int start = values.start(row);
        int otherStart = values.start(other);
        if (values.length(row) > 0 && values.length(other) > 0 && data[start] != data[otherStart]) {
            return signed
                    ? Byte.compare(data[start], data[otherStart])
                    : Byte.compareUnsigned(data[start], data[otherStart]);
        }
        return Arrays.compareUnsigned(
                data, start, start + values.length(row), data, otherStart, otherStart + values.length(other));
    }

    private static Binary value(BytesVector values, int row) {
        int start = values.start(row);
        return Binary.fromConstantByteArray(Arrays.copyOfRange(values.data(), start, start + values.length(row)));
    }

    /** The same values, all of the length that the file gives them. */
    private BytesVector fixed(BytesVector vector, Column column) {
        boolean exact =
                vector.variableBytes() == (long) ParquetTypes.FIXED_LENGTH * (vector.size() - vector.nullCount());
        for (int row = 0; exact && row < vector.size(); row++) {
            exact = vector.isNull(row) || vector.length(row) == ParquetTypes.FIXED_LENGTH;
        }
        if (exact) {
            return vector;
        }
        BytesVector fixed = new BytesVector(vector.size(), vector.size());
        for (int row = 0; row < vector.size(); row++) {
            if (vector.isNull(row)) {
                fixed.appendNull();
            } else {
                extend(vector, row, column);
                fixed.append(wide);
            }
        }
        return fixed;
    }

    private void extend(BytesVector vector, int row, Column column) {
        int length = vector.length(row);
        if (!column.type().isNumber() && length != wide.length) {
            throw new IllegalArgumentException(
                    "a UUID of column '" + column.name() + "' has " + length + " bytes, not " + wide.length);
        }
        if (length < 1 || length > wide.length) {
            throw new IllegalArgumentException("a decimal of column '" + column.name() + "' has " + length
                    + " bytes; allowed are 1 to " + wide.length);
        }
        int padding = wide.length - length;
        Arrays.fill(wide, 0, padding, vector.data()[vector.start(row)] < 0 ? (byte) -1 : 0);
        System.arraycopy(vector.data(), vector.start(row), wide, padding, length);
    }
}
