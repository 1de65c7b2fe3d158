package io.spicerack.engine.worker;

import io.spicerack.engine.pipe.AnswerType;
import io.spicerack.table.CellText;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.RowGroup;
import io.spicerack.table.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lists as PostgreSQL writes arrays, made of elements that stand end to end. One thread. */
final class ListTexts {
    /** What an array's text says without quotes. */
    private static final Pattern PLAIN = Pattern.compile("[^\\s{}\",\\\\]+");

    private final ColumnType carrier;
    private final RowGroup group;

    ListTexts(AnswerType element) {
        carrier = element.told().carrier();
        group = new RowGroup(new Schema(List.of(new Column("element", carrier))));
    }

    /** Where the elements of all lists go. */
    ColumnVector elements() {
        return group.column(0);
    }

    /** The text of {@code count} elements from {@code first} on. */
    byte[] list(int first, int count) {
        StringBuilder list = new StringBuilder("{");
        for (int element = first; element < first + count; element++) {
            if (element > first) {
                list.append(',');
            }
            String text = text(CellText.of(group, 0, element));
            list.append(text == null ? "NULL" : quoted(text));
        }
        return list.append('}').toString().getBytes(StandardCharsets.UTF_8);
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

    private static String quoted(String element) {
        if (PLAIN.matcher(element).matches() && !element.equalsIgnoreCase("null")) {
            return element;
        }
        return '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
