package io.spicerack.shapes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.shapes.Shape.Member;
import java.util.Map;
import java.util.Optional;

/** Copies what has the types of a model, and leaves out the rest. Thread-safe. */
final class TypedMembers {
    private final ShapeTable table;

    TypedMembers(ShapeTable table) {
        this.table = table;
    }

    ObjectNode of(Shape.Structure shape, JsonNode json) {
        Map<String, Member> members = shape.body();
        ObjectNode typed = JsonNodeFactory.instance.objectNode();
        json.properties().forEach(entry -> {
            Member member = members.get(entry.getKey());
            if (member != null) {
                typed(member.shape(), entry.getValue()).ifPresent(value -> typed.set(entry.getKey(), value));
            }
        });
        return typed;
    }

    private Optional<JsonNode> typed(String name, JsonNode value) {
        Shape shape = table.shape(name);
        if (shape instanceof Shape.Structure structure) {
            return Optional.of(value).filter(JsonNode::isObject).map(object -> of(structure, object));
        } else if (shape instanceof Shape.Many many) {
            return Optional.of(value).filter(JsonNode::isArray).map(list -> many(many, list));
        } else if (shape instanceof Shape.Named named) {
            return Optional.of(value).filter(JsonNode::isObject).map(map -> named(named, map));
        }
        return Optional.of(value).filter(leaf -> fits(shape, leaf));
    }

    private ArrayNode many(Shape.Many shape, JsonNode list) {
        ArrayNode typed = JsonNodeFactory.instance.arrayNode();
        list.forEach(each -> typed(shape.member(), each).ifPresent(typed::add));
        return typed;
    }

    private ObjectNode named(Shape.Named shape, JsonNode map) {
        ObjectNode typed = JsonNodeFactory.instance.objectNode();
        map.properties().forEach(entry -> typed(shape.value(), entry.getValue())
                .ifPresent(value -> typed.set(entry.getKey(), value)));
        return typed;
    }

    private static boolean fits(Shape shape, JsonNode leaf) {
        if (shape instanceof Shape.Text || shape instanceof Shape.Blob) {
            return leaf.isTextual();
        } else if (shape instanceof Shape.Flag) {
            return leaf.isBoolean();
        } else if (shape instanceof Shape.Whole whole) {
            return leaf.isIntegralNumber()
                    && (whole.bits() == Integer.SIZE ? leaf.canConvertToInt() : leaf.canConvertToLong());
        }
        return leaf.isNumber();
    }
}
