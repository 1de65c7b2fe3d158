package io.spicerack.admin;

import io.spicerack.table.RowGroup;
import io.spicerack.table.Schema;
import java.io.IOException;

/** Writes rows in one format. Not thread-safe. */
interface RowWriter {
    /** What stands before the first row. */
    void begin(Schema schema) throws IOException;

    void row(RowGroup group, int row) throws IOException;

    /** Hands what is buffered to the stream below, and leaves that open. */
    void flush() throws IOException;
}
