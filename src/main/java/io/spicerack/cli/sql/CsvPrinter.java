package io.spicerack.cli.sql;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RFC 4180 with a header; NULL is an empty field, an empty text {@code ""}, as {@code spicerack read} has it. One thread. */
final class CsvPrinter implements RowPrinter {
    private final Writer out;

    CsvPrinter(Writer out) {
        this.out = out;
    }

    @Override
    public void begin(List<AnswerColumn> columns) throws IOException {
        List<@Nullable String> names = new ArrayList<>();
        columns.forEach(column -> names.add(column.name()));
        row(names);
    }

    @Override
    public void row(List<@Nullable String> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            out.write(i == 0 ? "" : ",");
            String cell = cells.get(i);
            out.write(cell == null ? "" : field(cell));
        }
        out.write("\r\n");
    }

    private static String field(String cell) {
        boolean plain = !cell.isEmpty()
                && cell.indexOf(',') < 0
                && cell.indexOf('"') < 0
                && cell.indexOf('\n') < 0
                && cell.indexOf('\r') < 0;
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    @Override
    public void end() throws IOException {
        out.flush();
    }
}
