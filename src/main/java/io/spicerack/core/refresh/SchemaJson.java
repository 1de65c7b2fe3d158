package io.spicerack.core.refresh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.Schema;
import io.spicerack.table.TypeNames;
import java.util.ArrayList;
import java.util.List;

/** A schema as the catalog keeps it: a JSON array of names and types. */
public final class SchemaJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SchemaJson() {}

    static String text(Schema schema) {
        ArrayNode columns = MAPPER.createArrayNode();
        for (Column column : schema.columns()) {
            columns.addObject().put("name", column.name()).put("type", TypeNames.CATALOG.name(column.type()));
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

    private static ColumnType type(String name) {
        return TypeNames.CATALOG
                .type(name)
                .orElseThrow(
                        () -> new IllegalStateException("the catalog names a column type '" + name + "' that is none"));
    }
}
