package io.spicerack.prepare;

/** A column of a physical table, as QuickSight's InputColumn declares it. Immutable. */
public record InputColumn(String name, Type type) {
    /** QuickSight's InputColumnDataType. */
    public enum Type {
        STRING,
        INTEGER,
        DECIMAL,
        DATETIME,
        BIT,
        BOOLEAN,
        JSON,
        SEMISTRUCT
    }
}
