package io.spicerack.pgwire.value;

import io.spicerack.table.ColumnVector;

/** How the values of one column are written: the bytes alone, without a length. Stateless. */
@FunctionalInterface
public interface CellFormat {
    int TEXT = 0;
    int BINARY = 1;

    /** Writes a value that is not NULL. */
    void write(ColumnVector column, int row, WireBytes out);
}
