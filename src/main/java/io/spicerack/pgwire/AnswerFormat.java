package io.spicerack.pgwire;

import io.spicerack.table.RowGroup;

/** How the rows of one answer are sent. Not thread-safe. */
interface AnswerFormat {
    /** What comes before the first row. */
    void begin(Replies out);

    void row(RowGroup batch, int row, Replies out);

    /** What comes after the last row. */
    void end(Replies out);
}
