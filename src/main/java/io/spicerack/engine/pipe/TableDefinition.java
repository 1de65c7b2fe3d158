package io.spicerack.engine.pipe;

import io.spicerack.table.Column;
import io.spicerack.table.Schema;
import io.spicerack.table.TypeNames;
import java.util.List;
import java.util.OptionalLong;

/**
 * A data set as a table.
 *
 * @param comment people's name for it
 * @param rows how many there are; empty where that is not to be told
 * @param read whether the statement reads it; the others are there to be looked up
 */
public record TableDefinition(String name, String comment, OptionalLong rows, boolean read, Schema schema) {
    private static final long UNTOLD = -1;

    void write(PipeContent to) {
        to.text(name).text(comment).number(rows.orElse(UNTOLD)).flag(read);
        columns(schema.columns(), to);
    }

    static TableDefinition read(PipeFields from) {
        String name = from.text();
        String comment = from.text();
        long rows = from.longNumber();
        return new TableDefinition(
                name,
                comment,
                rows == UNTOLD ? OptionalLong.empty() : OptionalLong.of(rows),
                from.flag(),
                new Schema(columns(from)));
    }

    static void columns(List<Column> columns, PipeContent to) {
        to.list(columns, (content, column) -> content.text(column.name()).text(TypeNames.MANIFEST.name(column.type())));
    }

    static List<Column> columns(PipeFields from) {
        return from.list(fields -> {
            String name = fields.text();
            String type = fields.text();
            return new Column(
                    name,
                    TypeNames.MANIFEST
                            .type(type)
                            .orElseThrow(() -> new IllegalArgumentException("there is no column type " + type)));
        });
    }
}
