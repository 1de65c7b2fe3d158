package io.spicerack.prepare;

import org.jspecify.annotations.Nullable;

/** A column of a data set as DescribeDataSet shows it. Immutable. */
public record OutputColumn(String name, Type type, @Nullable String description) {
    /** QuickSight's ColumnDataType. */
    public enum Type {
        STRING,
        INTEGER,
        DECIMAL,
        DATETIME
    }
}
