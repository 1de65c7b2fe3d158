package io.spicerack.refresh;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.spicerack.table.Column;
import io.spicerack.table.Schema;

/** A schema as the catalog keeps it: a JSON array of names and types. */
final class SchemaJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

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
}
