package io.spicerack.cli.sql;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the rows of an answer in one format. One thread. */
interface RowPrinter {
    /** A column; whether its values are numbers, and whether they are true or false. */
    record AnswerColumn(String name, boolean number, boolean flag) {}

    void begin(List<AnswerColumn> columns) throws IOException;

    /**
     * One row.
     *
     * @param cells as PostgreSQL writes them; null for NULL
     */
    void row(List<@Nullable String> cells) throws IOException;

    void end() throws IOException;
}
