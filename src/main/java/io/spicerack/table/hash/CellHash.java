package io.spicerack.table.hash;

import io.spicerack.table.ColumnVector;

/** Hashes a value of one column as the SQL of its source does. Not thread-safe: it may keep a buffer. */
@FunctionalInterface
public interface CellHash {
    /** The hash of the value in {@code row}, which is not NULL. */
    long of(ColumnVector vector, int row);
}
