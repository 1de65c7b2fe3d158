package io.spicerack.source;

import io.spicerack.table.Column;
import io.spicerack.table.Schema;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a source is asked so that its rows, and the values of each column that are not NULL, can be compared in number with
 * those that were read. Each query gives one row: the count of all rows as {@code n0}, then {@code n1}, {@code n2}, ...
 * Immutable.
 */
public final class CountsQuery {
    private final String query;
    private final Schema schema;
    private final Function<Column, String> count;
    private final Function<Column, String> isNull;
    private final BitSet neverNull;

    CountsQuery(
            String query,
            Schema schema,
            Function<Column, String> count,
            Function<Column, String> isNull,
            BitSet neverNull) {
        this.query = query;
        this.schema = schema;
        this.count = count;
        this.isNull = isNull;
        this.neverNull = neverNull;
    }

    /**
     * Counts the values of each column that has NULLs, in order; behind them, where there are others that could have some, the
     * rows in which any of those is NULL: none. To look whether a value is NULL costs a server less than to count it, and of
     * columns that are declared NOT NULL it need not even be read.
     *
     * @param withNulls the columns in which there were NULLs
     */
    public String rows(BitSet withNulls) {
        BitSet couldHave = (BitSet) withNulls.clone();
        couldHave.or(neverNull);
        couldHave.flip(0, schema.width());
        List<String> counts = columns(withNulls).map(count).toList();
        List<String> nulls = columns(couldHave).map(isNull).toList();
        String none =
                nulls.isEmpty() ? "" : ", count(CASE WHEN " + any(nulls) + " THEN 1 END) AS n" + (counts.size() + 1);
        return select(counts, none);
    }

    /** Counts the values of each column, whatever is in it. */
    public String each() {
        return select(schema.columns().stream().map(count).toList(), "");
    }

    private Stream<Column> columns(BitSet which) {
        return which.stream().mapToObj(schema::column);
    }

    /** Nested by halves: a server's parser has a stack. */
    private static String any(List<String> conditions) {
        if (conditions.size() == 1) {
            return conditions.get(0);
        }
        int half = conditions.size() / 2;
        return "(" + any(conditions.subList(0, half)) + " OR " + any(conditions.subList(half, conditions.size())) + ")";
    }

    private String select(List<String> counts, String more) {
        StringBuilder text = new StringBuilder("SELECT count(*) AS n0");
        for (int i = 0; i < counts.size(); i++) {
            text.append(", ").append(counts.get(i)).append(" AS n").append(i + 1);
        }
        return text.append(more)
                .append(" FROM (")
                .append(query)
                .append("\n) AS q")
                .toString();
    }
}
