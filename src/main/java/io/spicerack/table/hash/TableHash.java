package io.spicerack.table.hash;

import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
    private long rows;
    private long rowSum;
    private @Nullable RowGroup scratch;

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

    /** Adds the next rows of {@code table}; false when there are none. */
    public boolean addNext(RowGroups table) {
        RowGroup group = scratch(table.schema());
        if (!table.next(group)) {
            return false;
        }
        add(group);
        return true;
    }

    /** Adds all rows of {@code group}. */
    public void add(RowGroup group) {
        int count = group.rows();
        long[] ofRows = begin(count);
        for (int column = 0; column < rule.columns().size(); column++) {
            rule.columns().get(column).mixInto(ofRows, 0, group.column(column));
        }
        // a second time, rather than keep them all
        for (int column = 0; column < columnSums.length; column++) {
            Arrays.fill(hashes, 0, count, 0);
            rule.columns().get(column).mixInto(hashes, 0, group.column(column));
            for (int row = 0; row < count; row++) {
                columnSums[column] += rule.mix().applyAsLong(hashes[row]);
                sumsWithout[column] += rule.mix().applyAsLong(ofRows[row] ^ hashes[row]);
            }
        }
        end(count);
    }

    /** For each of the next {@code count} rows a 0, into which the hash of each of its cells is to go by exclusive or. */
    public long[] begin(int count) {
        if (rowHashes.length < count) {
            rowHashes = new long[count];
            hashes = new long[isOfColumns() ? count : 0];
        }
        Arrays.fill(rowHashes, 0, count, 0);
        return rowHashes;
    }

    /** Adds the {@code count} rows that {@link #begin} began. */
    public void end(int count) {
        for (int row = 0; row < count; row++) {
            rowSum += rule.mix().applyAsLong(rowHashes[row]);
        }
        rows += count;
    }

    public boolean isOfColumns() {
        return columnSums.length > 0;
    }

    public HashRule rule() {
        return rule;
    }

    /** A group to read into, the same for each call. */
    private RowGroup scratch(Schema schema) {
        RowGroup group = scratch;
        if (group == null || !group.schema().equals(schema)) {
            group = new RowGroup(schema);
            scratch = group;
        }
        return group;
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
