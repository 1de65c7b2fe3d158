package io.spicerack.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Reads one value of the current row as the object that a row map of {@code spice:extract} would hold. */
@FunctionalInterface
public interface CellValue {
    @Nullable
    Object read(ResultSet row) throws SQLException;

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
