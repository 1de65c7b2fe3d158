package io.spicerack.engine.pipe;

import java.util.List;

/**
 * What an answer is going to be.
 *
 * @param parameters their types, as DuckDB writes them
 */
public record Description(List<String> parameters, List<AnswerColumn> columns) {
    /** A column of the answer, with its type as DuckDB writes it. */
    public record AnswerColumn(String name, String type) {}

    public void write(PipeContent to) {
        to.list(parameters, PipeContent::text)
                .list(columns, (content, column) -> content.text(column.name()).text(column.type()));
    }

    public static Description read(PipeFields from) {
        return new Description(
                from.list(PipeFields::text), from.list(fields -> new AnswerColumn(fields.text(), fields.text())));
    }
}
