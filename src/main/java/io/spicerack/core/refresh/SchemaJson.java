package io.spicerack.core.refresh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A schema as the catalog keeps it: a JSON array of names and types. */
public final class SchemaJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** Decimal[precision=10, scale=2], Timestamp[utc=true], Text[] */
    private static final Pattern TYPE = Pattern.compile("(\\w+)\\[(?:\\w+=(\\w+)(?:, \\w+=(\\w+))?)?]");

    private SchemaJson() {}

    static String text(Schema schema) {
        ArrayNode columns = MAPPER.createArrayNode();
        for (Column column : schema.columns()) {
            columns.addObject()
                    .put("name", column.name())
                    .put("type", column.type().toString());
        }
        return columns.toString();
    }

    public static Schema read(String text) {
        try {
            List<Column> columns = new ArrayList<>();
            for (JsonNode column : MAPPER.readTree(text)) {
                columns.add(new Column(
                        column.path("name").asText(), type(column.path("type").asText())));
            }
            return new Schema(columns);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the catalog's schema of a version is no JSON: " + text, e);
        }
    }

    private static ColumnType type(String text) {
        Matcher parts = TYPE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalStateException("the catalog names a column type '" + text + "' that is none");
        }
        return switch (parts.group(1)) {
            case "Bool" -> new ColumnType.Bool();
            case "Int" -> new ColumnType.Int(number(parts, 2));
            case "Decimal" -> new ColumnType.Decimal(number(parts, 2), number(parts, 3));
            case "Floating" -> new ColumnType.Floating(number(parts, 2));
            case "Text" -> new ColumnType.Text();
            case "Json" -> new ColumnType.Json();
            case "Binary" -> new ColumnType.Binary();
            case "Uuid" -> new ColumnType.Uuid();
            case "Date" -> new ColumnType.Date();
            case "Time" -> new ColumnType.Time();
            case "Timestamp" -> new ColumnType.Timestamp(Boolean.parseBoolean(parts.group(2)));
            default -> throw new IllegalStateException("the catalog names a column type '" + text + "' that is none");
        };
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }
}
