package io.spicerack.source;

import io.spicerack.table.Column;
import java.util.OptionalInt;

/**
 * A column of a query before its rows are read. Immutable.
 *
 * @param sourceType the type's name in the database, in full where its size decides what it is kept as
 * @param wideScale digits after the point of a number that is kept as text, since it may have more than 38 digits; empty of
 *     any other
 */
public record SourceColumn(Column column, String sourceType, OptionalInt wideScale) {
    public SourceColumn(Column column, String sourceType) {
        this(column, sourceType, OptionalInt.empty());
    }

    /** A number that may have any digits: what a decimal of a data set cannot hold without a word about its scale. */
    public boolean unboundedNumber() {
        return sourceType.equals("numeric") && column.type().isText();
    }
}
