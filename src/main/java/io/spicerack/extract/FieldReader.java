package io.spicerack.extract;

import io.spicerack.table.ColumnVector;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Appends one value of the current row to its column's vector. */
@FunctionalInterface
interface FieldReader {
    void read(ResultSet row, int index, ColumnVector vector) throws SQLException;
}
