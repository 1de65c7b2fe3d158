package io.spicerack.engine.worker;

import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * What the bounds of a row group must meet, if any row of it is to meet what a statement demands of a table.
 *
 * @param columns whose bounds it looks at
 * @param sql a condition over {@link #least} and {@link #most} of each, which is NULL where the bounds are not known
 * @param parameters numbers of the statement's parameters, in the order of those that {@code sql} has
 */
record BoundsCondition(Schema columns, String sql, List<Integer> parameters) {
    static final String PLACE = "place";

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
