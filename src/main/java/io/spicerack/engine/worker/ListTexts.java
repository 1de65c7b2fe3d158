package io.spicerack.engine.worker;

import io.spicerack.engine.pipe.AnswerType;
import io.spicerack.query.QueryRefusal;
import io.spicerack.table.CellText;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.duckdb.RawVector;
import org.jspecify.annotations.Nullable;

/** The elements of lists as PostgreSQL writes them in an array. */
final class ListTexts {
    /** What an array's text says without quotes. */
    private static final Pattern PLAIN = Pattern.compile("[^\\s{}\",\\\\]+");

    private final AnswerReader elements;
    private final ColumnType carrier;

    ListTexts(AnswerReader elements, AnswerType type) {
        this.elements = elements;
        this.carrier = type.told().carrier();
    }

    /** Each element's text; null for NULL. */
    List<@Nullable String> of(RawVector vector, int count) throws QueryRefusal {
        RowGroup group = new RowGroup(new Schema(List.of(new Column("element", carrier))));
        elements.read(vector, count, group.column(0));
        if (count > 0) {
            group.endRows(count);
        }
        List<@Nullable String> texts = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            texts.add(text(CellText.of(group, 0, row)));
        }
        return texts;
    }

    /** The canonical text, but for booleans and for what stands between a day and its time. */
    private @Nullable String text(@Nullable String canonical) {
        if (canonical == null) {
            return null;
        }
        return switch (carrier.kind()) {
            case BOOL -> canonical.substring(0, 1);
            case TIMESTAMP -> canonical.replace('T', ' ');
            case TIMESTAMP_UTC -> canonical.replace('T', ' ').replace("Z", "+00");
            case INT32, INT64, DECIMAL, WIDE_DECIMAL, FLOAT32, FLOAT64, TEXT, JSON, BINARY, UUID, DATE, TIME -> canonical;
        };
    }

    static byte[] list(List<@Nullable String> elements) {
        StringBuilder list = new StringBuilder("{");
        for (String element : elements) {
            if (list.length() > 1) {
                list.append(',');
            }
            list.append(element == null ? "NULL" : quoted(element));
        }
        return list.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String element) {
        if (PLAIN.matcher(element).matches() && !element.equalsIgnoreCase("null")) {
            return element;
        }
        return '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
