package io.spicerack.flight;

import io.spicerack.query.QueryRefusal;
import io.spicerack.table.ColumnVector;
import org.apache.arrow.vector.FieldVector;

/** Fills a vector of Arrow's with rows of a column of an answer. Stateless. */
@FunctionalInterface
interface ArrowColumn {
    /** Makes room in {@code to} and fills it; what is NULL stays as it is, and the count of values is not set. */
    void write(ColumnVector from, int first, int count, FieldVector to) throws QueryRefusal;
}
