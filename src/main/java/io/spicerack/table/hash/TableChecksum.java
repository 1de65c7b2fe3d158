package io.spicerack.table.hash;

import io.spicerack.table.BytesVector;
import io.spicerack.table.CellBytes;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.parquet.column.values.bloomfilter.HashFunction;
import org.apache.parquet.column.values.bloomfilter.XxHash;
import org.jspecify.annotations.Nullable;

/**
 * A checksum of all values of a table that does not depend on the order of its rows (docs/format.md, "Canonical text and
 * checksum"). It tells about the values, so it is never logged. Immutable.
 */
public final class TableChecksum {
    private final long rows;
    private final long rowSum;
    private final long[] columnSums;

    TableChecksum(long rows, long rowSum, long[] columnSums) {
        this.rows = rows;
        this.rowSum = rowSum;
        this.columnSums = columnSums;
    }

    /** Starts a checksum of a table with {@code width} columns. */
    public static Builder builder(int width) {
        return new Builder(width);
    }

    /** The checksum of all rows that {@code table} still has; the caller closes it. */
    public static TableChecksum of(RowGroups table) {
        Builder builder = builder(table.schema().width());
        RowGroup group = new RowGroup(table.schema());
        while (table.next(group)) {
            builder.add(group);
        }
        return builder.build();
    }

    /** The checksum of rows given as canonical texts. */
    public static TableChecksum of(int width, Iterable<List<@Nullable String>> rows) {
        Builder builder = builder(width);
        rows.forEach(builder::add);
        return builder.build();
    }

    public long rows() {
        return rows;
    }

    /** Indexes of the columns whose values differ, where both tables have the same width. */
    public List<Integer> differences(TableChecksum other) {
        return IntStream.range(0, Math.min(columnSums.length, other.columnSums.length))
                .filter(i -> columnSums[i] != other.columnSums[i])
                .boxed()
                .toList();
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof TableChecksum other
                && rows == other.rows
                && rowSum == other.rowSum
                && Arrays.equals(columnSums, other.columnSums);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(rowSum ^ rows);
    }

    /** Row sum, then row count and column sums mixed: 32 hex digits. */
    @Override
    public String toString() {
        long mixed = mix(rows);
        for (long sum : columnSums) {
            mixed = mix(mixed * 31 + sum);
        }
        return String.format(Locale.ROOT, "%016x%016x", rowSum, mixed);
    }

    /** The 64-bit finalizer of MurmurHash3. */
    public static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xFF51_AFD7_ED55_8CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CE_B9FE_1A85_EC53L;
        return mixed ^ (mixed >>> 33);
    }

    /** Adds up a checksum. Not thread-safe: one builder per thread, put together with {@link #add(Builder)}. */
    public static final class Builder {
        /** What a NULL hashes to before mixing: "NULL" in ASCII. */
        private static final long NULL = 0x4E55_4C4CL;

        /** 2^64 divided by the golden ratio: spreads column numbers over all bits. */
        private static final long COLUMN_STEP = 0x9E37_79B9_7F4A_7C15L;

        private final HashFunction hash = new XxHash();
        private final CellBytes text = new CellBytes();
        private final long[] columnSums;
        private long[] rowHashes = new long[0];
        private long rows;
        private long rowSum;

        Builder(int width) {
            columnSums = new long[width];
        }

        /** Adds all rows of {@code group}. */
        public void add(RowGroup group) {
            checkWidth(group.schema().width());
            rowHashes = new long[group.rows()];
            for (int column = 0; column < columnSums.length; column++) {
                ColumnType type = group.schema().column(column).type();
                boolean plain = type.isText();
                for (int row = 0; row < group.rows(); row++) {
                    addCell(column, row, value(group, column, row, plain));
                }
            }
            finishRows();
        }

        private long value(RowGroup group, int column, int row, boolean plain) {
            if (group.column(column).isNull(row)) {
                return NULL;
            }
            if (plain) {
                BytesVector vector = group.bytes(column);
                return hash.hashByteBuffer(ByteBuffer.wrap(vector.data(), vector.start(row), vector.length(row)));
            }
            text.write(group, column, row);
            return hash.hashByteBuffer(ByteBuffer.wrap(text.data(), 0, text.length()));
        }

        /** Adds one row given as canonical texts, null for NULL. */
        public void add(List<@Nullable String> row) {
            checkWidth(row.size());
            rowHashes = new long[1];
            for (int column = 0; column < columnSums.length; column++) {
                String cell = row.get(column);
                addCell(column, 0, cell == null ? NULL : hash.hashBytes(cell.getBytes(StandardCharsets.UTF_8)));
            }
            finishRows();
        }

        /** Adds what another builder of the same table has seen. */
        public void add(Builder other) {
            checkWidth(other.columnSums.length);
            for (int column = 0; column < columnSums.length; column++) {
                columnSums[column] += other.columnSums[column];
            }
            rows += other.rows;
            rowSum += other.rowSum;
        }

        public TableChecksum build() {
            return new TableChecksum(rows, rowSum, columnSums.clone());
        }

        private void addCell(int column, int row, long value) {
            long cell = mix(value + (column + 1) * COLUMN_STEP);
            columnSums[column] += cell;
            rowHashes[row] = mix(rowHashes[row] * 31 + cell);
        }

        private void finishRows() {
            for (long rowHash : rowHashes) {
                rowSum += rowHash;
            }
            rows += rowHashes.length;
        }

        private void checkWidth(int width) {
            if (width != columnSums.length) {
                throw new IllegalArgumentException(
                        "the checksum is of " + columnSums.length + " columns, not " + width);
            }
        }
    }
}
