package io.spicerack.engine.pipe;

import io.spicerack.table.Column;
import io.spicerack.table.Schema;
import io.spicerack.table.TypeNames;
import java.util.List;

/**
 * A data set as a table.
 *
 * @param comment people's name for it
 * @param rows how many there are
 * @param read whether the statement reads it; the others are there to be looked up
 */
public record TableDefinition(String name, String comment, long rows, boolean read, Schema schema) {
    void write(PipeContent to) {
        to.text(name).text(comment).number(rows).flag(read);
        columns(schema.columns(), to);
    }

    static TableDefinition read(PipeFields from) {
        return new TableDefinition(
                from.text(), from.text(), from.longNumber(), from.flag(), new Schema(columns(from)));
    }

    static void columns(List<Column> columns, PipeContent to) {
        to.list(columns, (content, column) -> content.text(column.name())
                .text(TypeNames.MANIFEST.name(column.type())));
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
