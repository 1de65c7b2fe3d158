package io.spicerack.table;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Adds up the hashes of a table's rows, in whatever order they come. It tells about the values, so it is never logged. Not
 * thread-safe.
 */
public final class TableHash {
    private final HashRule rule;
    private final long[] columnSums;
    private final long[] sumsWithout;
    private long[] hashes = new long[0];
    private long[] rowHashes = new long[0];
    private long[] ofEntries = new long[0];
    private boolean[] known = new boolean[0];
    private long rows;
    private long rowSum;

    private TableHash(HashRule rule, int detailed) {
        this.rule = rule;
        this.columnSums = new long[detailed];
        this.sumsWithout = new long[detailed];
    }

    /** The sum over the rows alone: enough to tell that two tables are equal. */
    public static TableHash ofRows(HashRule rule) {
        return new TableHash(rule, 0);
    }

    /** Also what tells in which columns two tables differ; it takes longer. */
    public static TableHash ofColumns(HashRule rule) {
        return new TableHash(rule, rule.columns().size());
    }

    /** A row group to read into: equal values of a dictionary are hashed once. */
    public static RowGroup rowGroup(Schema schema) {
        RowGroup group = new RowGroup(schema);
        group.keepEntries();
        return group;
    }

    /** Adds what {@code table} still has; the caller closes it. */
    public TableHash addAll(RowGroups table) {
        RowGroup group = rowGroup(table.schema());
        while (table.next(group)) {
            add(group);
        }
        return this;
    }

    /** Adds all rows of {@code group}. */
    public void add(RowGroup group) {
        int count = group.rows();
        if (rowHashes.length < count) {
            rowHashes = new long[count];
            hashes = new long[count];
        }
        Arrays.fill(rowHashes, 0, count, 0);
        for (int column = 0; column < rule.columns().size(); column++) {
            hash(column, group.column(column), count);
            for (int row = 0; row < count; row++) {
                rowHashes[row] ^= hashes[row];
            }
        }
        for (int row = 0; row < count; row++) {
            rowSum += rule.mix().applyAsLong(rowHashes[row]);
        }
        // a second time, rather than keep them all
        for (int column = 0; column < columnSums.length; column++) {
            hash(column, group.column(column), count);
            for (int row = 0; row < count; row++) {
                columnSums[column] += hashes[row];
                sumsWithout[column] += rule.mix().applyAsLong(rowHashes[row] ^ hashes[row]);
            }
        }
        rows += count;
    }

    /** Adds what another has seen of the same table. */
    public void add(TableHash other) {
        for (int column = 0; column < columnSums.length; column++) {
            columnSums[column] += other.columnSums[column];
            sumsWithout[column] += other.sumsWithout[column];
        }
        rows += other.rows;
        rowSum += other.rowSum;
    }

    private void hash(int column, ColumnVector vector, int count) {
        HashRule.OfColumn of = rule.columns().get(column);
        int[] ids = vector.entryIds();
        if (ids.length > 0) {
            byEntry(of, vector, ids);
            return;
        }
        for (int row = 0; row < count; row++) {
            hashes[row] = vector.isNull(row) ? of.ofNull() : of.cell().of(vector, row);
        }
    }

    /** Rows with one entry of the dictionary have one value, which is hashed once. */
    private void byEntry(HashRule.OfColumn of, ColumnVector vector, int[] ids) {
        int entries = vector.entries();
        if (known.length < entries) {
            known = new boolean[entries];
            ofEntries = new long[entries];
        }
        Arrays.fill(known, 0, entries, false);
        for (int row = 0; row < vector.size(); row++) {
            int id = ids[row];
            if (id < 0) {
                hashes[row] = of.ofNull();
            } else {
                if (!known[id]) {
                    known[id] = true;
                    ofEntries[id] = of.cell().of(vector, row);
                }
                hashes[row] = ofEntries[id];
            }
        }
    }

    public long rows() {
        return rows;
    }

    /** The sum over all rows, modulo 2^64. */
    public long rowSum() {
        return rowSum;
    }

    /** The sum of one column's cells; of {@link #ofColumns} alone. */
    public long columnSum(int column) {
        return columnSums[column];
    }

    /** The sum over all rows as if they had not this column; of {@link #ofColumns} alone. */
    public long sumWithout(int column) {
        return sumsWithout[column];
    }

    /** Whether rows, cell by cell in their rows, are as many and the same. */
    public boolean same(TableHash other) {
        return rows == other.rows && rowSum == other.rowSum;
    }

    /** The columns whose values differ; of {@link #ofColumns} alone. */
    public List<Integer> differences(TableHash other) {
        return IntStream.range(0, columnSums.length)
                .filter(column -> columnSums[column] != other.columnSums[column])
                .boxed()
                .toList();
    }

    /** The columns without which all rows are the same; of {@link #ofColumns} alone. */
    public List<Integer> sameWithout(TableHash other) {
        return IntStream.range(0, columnSums.length)
                .filter(column -> sumsWithout[column] == other.sumsWithout[column])
                .boxed()
                .toList();
    }
}
