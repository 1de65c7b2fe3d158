package io.spicerack.admin;

import io.spicerack.table.CellText;
import io.spicerack.table.RowGroup;
import io.spicerack.table.Schema;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** RFC 4180 with a header line; NULL is an empty field, an empty text is {@code ""}. Not thread-safe. */
final class CsvRows implements RowWriter {
    private final Writer out;

    CsvRows(OutputStream out) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    }

    @Override
    public void begin(Schema schema) throws IOException {
        for (int i = 0; i < schema.width(); i++) {
            field(i, schema.column(i).name());
        }
        out.write("\r\n");
    }

    @Override
    public void row(RowGroup group, int row) throws IOException {
        for (int i = 0; i < group.schema().width(); i++) {
            field(i, CellText.of(group, i, row));
        }
        out.write("\r\n");
    }

    private void field(int index, @Nullable String value) throws IOException {
        if (index > 0) {
            out.write(',');
        }
        if (value == null) {
            return;
        }
        if (needsQuotes(value)) {
            out.write('"');
            out.write(value.replace("\"", "\"\""));
            out.write('"');
        } else {
            out.write(value);
        }
    }

    private static boolean needsQuotes(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ',' || c == '"' || c == '\r' || c == '\n') {
                return true;
            }
        }
        return value.isEmpty();
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
