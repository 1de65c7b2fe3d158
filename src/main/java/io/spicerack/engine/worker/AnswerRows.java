package io.spicerack.engine.worker;

import io.spicerack.query.QueryRefusal;
import io.spicerack.table.RowGroup;
import java.sql.SQLException;

/** Where the rows of an answer come from, some at a time. One thread. */
interface AnswerRows {
    /** Makes the next rows; 0 where there are no more. */
    int next() throws SQLException;

    /** Adds what the texts and binary values take of each of the rows that {@link #next} made. */
    void measure(int rows, long[] bytes);

    /** Appends those rows from {@code first} up to {@code end}. */
    void read(int first, int end, RowGroup batch) throws QueryRefusal;

    /** Whether all of them have to be read at once. */
    boolean readsAllAtOnce();
}
