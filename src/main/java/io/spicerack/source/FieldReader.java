package io.spicerack.source;

import io.spicerack.table.ColumnVector;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Appends one value of the current row to its column's vector. */
@FunctionalInterface
public interface FieldReader {
    void read(ResultSet row, int index, ColumnVector vector) throws SQLException;
}
