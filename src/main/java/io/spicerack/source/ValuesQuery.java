package io.spicerack.source;

import io.spicerack.table.hash.HashRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;

/**
 * What a source is asked so that its rows can be compared by value with those that were sealed. Each query gives one row
 * of texts: the count of all rows as {@code n0}, then sums of hashes as {@code n1}, {@code n2}, ... They may be of any
 * length; modulo 2^64 they are those of a {@link io.spicerack.table.hash.TableHash} under {@link #rule()}. Immutable.
 */
public final class ValuesQuery implements ValueHashes {
    /** A SELECT gives 1,664 columns at most. */
    private static final int MOST_SUMS = 1_000;

    private final String query;
    private final HashSql sql;
    private final List<HashedColumn> columns;
    private final LongUnaryOperator mix;

    public ValuesQuery(String query, HashSql sql, List<HashedColumn> columns, LongUnaryOperator mix) {
        this.query = query;
        this.sql = sql;
        this.columns = List.copyOf(columns);
        this.mix = mix;
    }

    @Override
    public ValuesQuery demanded() {
        return this;
    }

    /** A new one for each thread. */
    public HashRule rule() {
        return new HashRule(
                columns.stream()
                        .map(column -> new HashRule.OfColumn(column.cell().get(), column.ofNull()))
                        .toList(),
                mix);
    }

    /**
     * {@code n1} is the sum over all rows. A column that is said to have no NULL is asked for none: a row that has one all
     * the same is not summed, and the sum differs.
     *
     * @param withNulls the columns in which there were NULLs
     */
    public String rows(BitSet withNulls) {
        return select(List.of(sql.sum(sql.mix().apply(row(withNulls)))), "(" + query + "\n) AS q");
    }

    /** The sum of each column from {@code from}; {@link #sums} of them at a time. */
    public String columns(int from, BitSet withNulls) {
        List<String> sums = IntStream.range(from, Math.min(columns.size(), from + MOST_SUMS))
                .mapToObj(column -> sql.sum(sql.mix().apply(hash(column, withNulls))))
                .toList();
        return select(sums, "(" + query + "\n) AS q");
    }

    public int sums() {
        return MOST_SUMS;
    }

    /** The sum over all rows as if they had not the column, for each from {@code from}; {@link #most} of them at a time. */
    public String without(int from, BitSet withNulls) {
        int end = Math.min(columns.size(), from + sql.most());
        List<String> inner = new ArrayList<>(List.of(row(withNulls) + " AS r"));
        List<String> sums = new ArrayList<>();
        for (int column = from; column < end; column++) {
            inner.add(hash(column, withNulls) + " AS h" + column);
            sums.add(sql.sum(sql.mix().apply("r" + sql.xor() + "h" + column)));
        }
        return select(
                sums, "(SELECT " + String.join(", ", inner) + " FROM (" + query + "\n) AS q" + sql.fence() + ") AS h");
    }

    public int most() {
        return sql.most();
    }

    private String row(BitSet withNulls) {
        return sql.xor(IntStream.range(0, columns.size())
                .mapToObj(column -> hash(column, withNulls))
                .toList());
    }

    private String hash(int column, BitSet withNulls) {
        HashedColumn hashed = columns.get(column);
        return withNulls.get(column) ? hashed.withNulls() : hashed.sql();
    }

    private String select(List<String> sums, String from) {
        StringBuilder select = new StringBuilder("SELECT " + sql.text().apply("count(*)") + " AS n0");
        for (int i = 0; i < sums.size(); i++) {
            select.append(", ").append(sums.get(i)).append(" AS n").append(i + 1);
        }
        return select.append(" FROM ").append(from).toString();
    }
}
