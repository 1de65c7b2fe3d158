package io.spicerack.table;

/** A named, typed column. Every column may hold NULL: a source's promise may change between two refreshes. */
public record Column(String name, ColumnType type) {
    public Column {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a column has an empty name; give it one with AS in the query");
        }
    }
}
