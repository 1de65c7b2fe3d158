package io.spicerack.cli.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object a line: numbers with all their digits, true and false, and texts for all else. One thread. */
final class JsonPrinter implements RowPrinter {
    private final Writer out;
    private final JsonGenerator json;
    private List<AnswerColumn> columns = List.of();

    JsonPrinter(Writer out) throws IOException {
        this.out = out;
        json = new JsonFactory().createGenerator(out);
        json.setRootValueSeparator(null);
    }

    @Override
    public void begin(List<AnswerColumn> described) {
        columns = described;
    }

    @Override
    public void row(List<@Nullable String> cells) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < cells.size(); i++) {
            json.writeFieldName(columns.get(i).name());
            value(columns.get(i), cells.get(i));
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void value(AnswerColumn column, @Nullable String cell) throws IOException {
        if (cell == null) {
            json.writeNull();
        } else if (column.flag()) {
            json.writeBoolean(cell.equals("t"));
        } else if (column.number() && (Character.isDigit(cell.charAt(0)) || cell.matches("-[0-9].*"))) {
            // NaN and Infinity are no numbers of JSON
            json.writeNumber(cell);
        } else {
            json.writeString(cell);
        }
    }

    @Override
    public void end() throws IOException {
        json.flush();
        out.flush();
    }
}
