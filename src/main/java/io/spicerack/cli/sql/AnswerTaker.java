package io.spicerack.cli.sql;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/** Takes the rows of an answer, one after the other. One thread. */
interface AnswerTaker {
    void begin(ResultSetMetaData described) throws SQLException, IOException;

    /** The row that {@code rows} stands at. */
    void row(ResultSet rows) throws SQLException, IOException;

    /** There are no more rows. */
    void end() throws SQLException, IOException;
}
