package io.spicerack.source.postgres;

import io.spicerack.table.ColumnVector;

/** Appends one value, as COPY BINARY sends it, to its column's vector. Stateless. */
@FunctionalInterface
interface CopyField {
    void append(byte[] data, int offset, int length, ColumnVector vector);
}
