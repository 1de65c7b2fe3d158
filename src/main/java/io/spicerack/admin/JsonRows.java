package io.spicerack.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spicerack.table.CellText;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.Schema;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line. Numbers are JSON numbers with all their digits, except NaN and the infinities, which JSON has
 * not: they, dates, times, UUIDs, bytes (base64) and JSON columns are strings. Not thread-safe.
 */
final class JsonRows implements RowWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator json;

    JsonRows(OutputStream out) throws IOException {
        json = FACTORY.createGenerator(new BufferedOutputStream(out, 1 << 16));
        json.setRootValueSeparator(null);
    }

    @Override
    public void begin(Schema schema) {}

    @Override
    public void row(RowGroup group, int row) throws IOException {
        Schema schema = group.schema();
        json.writeStartObject();
        for (int i = 0; i < schema.width(); i++) {
            json.writeFieldName(schema.column(i).name());
            value(schema.column(i).type(), CellText.of(group, i, row));
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void value(ColumnType type, @Nullable String text) throws IOException {
        if (text == null) {
            json.writeNull();
            return;
        }
        boolean bare =
                switch (type.kind()) {
                    case BOOL, INT32, INT64, DECIMAL, WIDE_DECIMAL -> true;
                    case FLOAT32, FLOAT64 -> isFinite(text);
                    case TEXT, JSON, BINARY, UUID, DATE, TIME, TIMESTAMP, TIMESTAMP_UTC -> false;
                };
        if (bare) {
            json.writeRawValue(text);
        } else {
            json.writeString(text);
        }
    }

    /** NaN and the infinities end in a letter. */
    private static boolean isFinite(String number) {
        return Character.isDigit(number.charAt(number.length() - 1));
    }

    @Override
    public void flush() throws IOException {
        json.flush();
    }
}
