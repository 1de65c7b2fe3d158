package io.spicerack.engine.worker;

import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * What the bounds of a row group must meet, if any row of it is to meet what a statement demands of a table.
 *
 * @param columns whose bounds it looks at
 * @param sql a condition over {@link #least} and {@link #most} of each, which is NULL where the bounds are not known
 * @param parameters of the statement, in the order of those that {@code sql} has
 */
record BoundsCondition(Schema columns, String sql, List<Parameter> parameters) {
    static final String PLACE = "place";

    /**
     * A parameter of the statement.
     *
     * @param number from 1 on
     * @param compared of the column that it is compared with
     */
    record Parameter(int number, ColumnType.Kind compared) {
        /** Whether the column is compared with it in the column's own order: a text with a number is not, for one. */
        boolean keepsOrder(Object value) {
            return switch (compared) {
                case TEXT -> value instanceof String;
                case DATE, TIMESTAMP, TIMESTAMP_UTC ->
                    value instanceof LocalDate || value instanceof LocalDateTime || value instanceof OffsetDateTime;
                case INT32, INT64, DECIMAL, WIDE_DECIMAL ->
                    value instanceof Integer
                            || value instanceof Long
                            || value instanceof Short
                            || value instanceof BigInteger
                            || value instanceof BigDecimal;
                case BOOL, FLOAT32, FLOAT64, JSON, BINARY, UUID, TIME -> false;
            };
        }
    }

    BoundsCondition {
        parameters = List.copyOf(parameters);
    }

    static String least(String column) {
        return "least " + column;
    }

    static String most(String column) {
        return "most " + column;
    }

    /** Of a table of bounds: the place of the row group, then two values of each column. */
    Schema bounds() {
        List<Column> bounds = new ArrayList<>();
        bounds.add(new Column(PLACE, new ColumnType.Int(64)));
        for (Column column : columns.columns()) {
            bounds.add(new Column(least(column.name()), column.type()));
            bounds.add(new Column(most(column.name()), column.type()));
        }
        return new Schema(bounds);
    }
}
