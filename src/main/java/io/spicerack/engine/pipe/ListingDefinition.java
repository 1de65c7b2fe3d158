package io.spicerack.engine.pipe;

import io.spicerack.table.Column;
import java.util.List;
import java.util.Optional;

/**
 * A list of what the caller may see, as a table.
 *
 * @param rows their values as text; empty for NULL
 */
public record ListingDefinition(String name, List<Column> columns, List<List<Optional<String>>> rows) {
    void write(PipeContent to) {
        to.text(name);
        TableDefinition.columns(columns, to);
        to.list(rows, (content, row) -> content.list(row, (cell, value) -> {
            cell.flag(value.isPresent());
            value.ifPresent(cell::text);
        }));
    }

    static ListingDefinition read(PipeFields from) {
        return new ListingDefinition(
                from.text(),
                TableDefinition.columns(from),
                from.list(row -> row.list(cell -> cell.flag() ? Optional.of(cell.text()) : Optional.empty())));
    }
}
