package io.spicerack.shapes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/**
 * The shapes of a model by name. Immutable.
 *
 * @param sensitive those that no message may quote
 */
record ShapeTable(Map<String, Shape> shapes, Set<String> sensitive, EmptyTexts emptyTexts) {
    ShapeTable {
        shapes = Map.copyOf(shapes);
        sensitive = Set.copyOf(sensitive);
    }

    Shape shape(String name) {
        Shape shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalStateException("the model has no shape " + name);
        }
        return shape;
    }

    boolean isSensitive(String shape) {
        return sensitive.contains(shape);
    }

    boolean isUnset(JsonNode optional) {
        return emptyTexts == EmptyTexts.UNSET
                && optional.isTextual()
                && optional.textValue().isEmpty();
    }
}
