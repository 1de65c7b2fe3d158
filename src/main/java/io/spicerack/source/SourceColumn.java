package io.spicerack.source;

import io.spicerack.table.Column;
import java.util.OptionalInt;

/**
 * A column of a query before its rows are read. Immutable.
 *
 * @param sourceType the type's name in the database, in full where its size decides what it is kept as
 * @param wideScale digits after the point of a number that is kept as text, since it may have more than 38 digits; empty of
 *     any other
 * @param unboundedNumber kept as text too, since each value has digits of its own: no decimal can hold all of them, and
 *     {@link Dialect#bounded} makes them such
 */
public record SourceColumn(Column column, String sourceType, OptionalInt wideScale, boolean unboundedNumber) {
    public SourceColumn(Column column, String sourceType, OptionalInt wideScale) {
        this(column, sourceType, wideScale, false);
    }

    public SourceColumn(Column column, String sourceType) {
        this(column, sourceType, OptionalInt.empty());
    }
}
