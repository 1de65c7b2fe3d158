package io.spicerack.table.hash;

import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
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
    public static TableChecksumBuilder builder(int width) {
        return new TableChecksumBuilder(width);
    }

    /** The checksum of all rows that {@code table} still has; the caller closes it. */
    public static TableChecksum of(RowGroups table) {
        TableChecksumBuilder builder = builder(table.schema().width());
        RowGroup group = new RowGroup(table.schema());
        while (table.next(group)) {
            builder.add(group);
        }
        return builder.build();
    }

    /** The checksum of rows given as canonical texts. */
    public static TableChecksum of(int width, Iterable<List<@Nullable String>> rows) {
        TableChecksumBuilder builder = builder(width);
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
        long mixed = TableChecksumBuilder.mix(rows);
        for (long sum : columnSums) {
            mixed = TableChecksumBuilder.mix(mixed * 31 + sum);
        }
        return String.format(Locale.ROOT, "%016x%016x", rowSum, mixed);
    }
}
