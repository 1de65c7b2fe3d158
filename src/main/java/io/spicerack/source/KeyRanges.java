package io.spicerack.source;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Set;

/** Splits a query by ranges of a whole number that it gives. Stateless. */
public final class KeyRanges {
    private static final Set<Integer> WHOLE =
            Set.of(Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.DECIMAL);

    private KeyRanges() {}

    /** One query a part; one part where there are too few values to split. */
    public static List<String> split(Connection connection, Dialect dialect, String query, String column, int parts)
            throws SQLException {
        String value = dialect.identifier(column);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT MIN(" + value + "), MAX(" + value + ") FROM (" + query + "\n) AS q")) {
            if (!WHOLE.contains(row.getMetaData().getColumnType(1))) {
                throw QueryRefusals.type(
                        column,
                        row.getMetaData().getColumnTypeName(1),
                        "A query is split by a column of whole numbers: name one with partitionColumn.");
            }
            row.next();
            BigDecimal least = row.getBigDecimal(1);
            BigDecimal greatest = row.getBigDecimal(2);
            if (least == null || greatest == null) {
                return List.of(query);
            }
            List<String> bounds = Ranges.bounds(least.toBigInteger(), greatest.toBigInteger(), parts);
            return bounds.isEmpty()
                    ? List.of(query)
                    : Ranges.conditions("q." + value, bounds).stream()
                            .map(condition -> "SELECT * FROM (" + query + "\n) AS q WHERE " + condition)
                            .toList();
        }
    }
}
