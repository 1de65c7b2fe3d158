package io.spicerack.source;

import io.spicerack.table.Column;

/**
 * A column of a query before its rows are read. Immutable.
 *
 * @param sourceType the type's name in the database
 */
public record SourceColumn(Column column, String sourceType) {
    /** A number that may have any digits: what a decimal of a data set cannot hold without a word about its scale. */
    public boolean unboundedNumber() {
        return sourceType.equals("numeric") && column.type().isText();
    }
}
