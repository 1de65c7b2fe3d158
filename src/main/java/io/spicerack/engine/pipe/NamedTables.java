package io.spicerack.engine.pipe;

import java.util.List;

/**
 * What a statement names, as it is written there.
 *
 * @param columns that it reads, of whichever table; in small letters
 * @param all whether it reads all columns of some table
 * @param rowByRow whether each row of the answer is made of one row of the one table that it names, and of nothing else
 */
public record NamedTables(List<NamedTable> tables, List<String> columns, boolean all, boolean rowByRow) {
    /** A table of a statement; the schema is empty where none is written. */
    public record NamedTable(String schema, String name) {}

    public void write(PipeContent to) {
        to.list(tables, (content, table) -> content.text(table.schema()).text(table.name()))
                .list(columns, PipeContent::text)
                .flag(all)
                .flag(rowByRow);
    }

    public static NamedTables read(PipeFields from) {
        return new NamedTables(
                from.list(fields -> new NamedTable(fields.text(), fields.text())),
                from.list(PipeFields::text),
                from.flag(),
                from.flag());
    }
}
