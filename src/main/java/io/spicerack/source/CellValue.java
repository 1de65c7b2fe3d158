package io.spicerack.source;

import io.spicerack.table.Column;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowMaps;
import io.spicerack.table.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one value of the current row as the object that a row map of {@code spice:extract} would hold. */
@FunctionalInterface
public interface CellValue {
    @Nullable
    Object read(ResultSet row) throws SQLException;

    /** Reads through a vector of one value, so that it is the value which the column's reader would append. */
    static CellValue through(Column column, FieldReader reader, int index) {
        RowGroup cell = new RowGroup(new Schema(List.of(column)));
        return row -> {
            cell.clear();
            reader.read(row, index, cell.column(0));
            cell.endRow();
            return RowMaps.value(cell, 0, 0);
        };
    }

    /** Finds how the values of a column are read. */
    @FunctionalInterface
    interface OfColumn {
        CellValue reader(ResultSetMetaData metadata, int index) throws SQLException;

        /** A statement whose rows lose nothing on their way from the server. */
        default Statement statement(Connection connection) throws SQLException {
            return connection.createStatement();
        }
    }
}
