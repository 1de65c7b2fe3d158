package io.spicerack.source;

import io.spicerack.table.Column;
import io.spicerack.table.Schema;
import java.util.function.Function;

/** The query that reconciliation asks the source: all rows as {@code n0}, then the values of each column as n1, n2, ... */
public final class CountsQuery {
    private CountsQuery() {}

    public static String text(Schema schema, Function<Column, String> count, String query) {
        StringBuilder text = new StringBuilder("SELECT count(*) AS n0");
        for (int i = 0; i < schema.width(); i++) {
            text.append(", ")
                    .append(count.apply(schema.column(i)))
                    .append(" AS n")
                    .append(i + 1);
        }
        return text.append(" FROM (").append(query).append("\n) AS q").toString();
    }
}
