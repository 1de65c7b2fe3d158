package io.spicerack.engine.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.table.Column;
import io.spicerack.table.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a condition on rows says of the bounds of a group of them. Where a row meets the condition, the bounds of its group meet
 * what is made here.
 *
 * @param name what the table is called in the condition
 */
record ColumnBounds(String name, Schema schema) {
    /** More would take longer to ask than it saves. */
    private static final int MOST_VALUES = 100;

    private static final String AT_MOST = "COMPARE_LESSTHANOREQUALTO";
    private static final String AT_LEAST = "COMPARE_GREATERTHANOREQUALTO";

    /** The same comparison from the other side. */
    private static final Map<String, String> TURNED = Map.of(
            "COMPARE_EQUAL",
            "COMPARE_EQUAL",
            "COMPARE_LESSTHAN",
            "COMPARE_GREATERTHAN",
            "COMPARE_GREATERTHAN",
            "COMPARE_LESSTHAN",
            AT_MOST,
            AT_LEAST,
            AT_LEAST,
            AT_MOST);

    /** Null where it says nothing. */
    @Nullable
    JsonNode of(JsonNode condition) {
        return switch (condition.path("type").asText()) {
            case "CONJUNCTION_AND" -> all(condition.path("children"));
            case "CONJUNCTION_OR" -> any(condition.path("children"));
            case "COMPARE_BETWEEN" -> between(condition);
            case "COMPARE_IN" -> in(condition.path("children"));
            default -> compared(condition);
        };
    }

    private @Nullable JsonNode all(JsonNode conditions) {
        List<JsonNode> known = new ArrayList<>();
        for (JsonNode each : conditions) {
            JsonNode bounds = of(each);
            if (bounds != null) {
                known.add(bounds);
            }
        }
        return known.isEmpty() ? null : joined("CONJUNCTION_AND", known);
    }

    private @Nullable JsonNode any(JsonNode conditions) {
        List<JsonNode> known = new ArrayList<>();
        for (JsonNode each : conditions) {
            JsonNode bounds = of(each);
            if (bounds == null) {
                return null;
            }
            known.add(bounds);
        }
        return known.isEmpty() ? null : joined("CONJUNCTION_OR", known);
    }

    private @Nullable JsonNode between(JsonNode condition) {
        Column column = column(condition.path("input"));
        JsonNode lower = condition.path("lower");
        JsonNode upper = condition.path("upper");
        if (column == null || !fits(column, lower) || ConstantShape.of(lower) != ConstantShape.of(upper)) {
            return null;
        }
        return joined("CONJUNCTION_AND", List.of(bound(column, AT_LEAST, lower), bound(column, AT_MOST, upper)));
    }

    private @Nullable JsonNode in(JsonNode children) {
        Column column = column(children.path(0));
        if (column == null || children.size() < 2 || children.size() > MOST_VALUES) {
            return null;
        }
        List<JsonNode> values = new ArrayList<>();
        for (int i = 1; i < children.size(); i++) {
            JsonNode value = children.get(i);
            if (!fits(column, value) || ConstantShape.of(value) != ConstantShape.of(children.get(1))) {
                return null;
            }
            values.add(equal(column, value));
        }
        return joined("CONJUNCTION_OR", values);
    }

    private @Nullable JsonNode compared(JsonNode condition) {
        String type = condition.path("type").asText();
        if (!condition.path("class").asText().equals("COMPARISON") || !TURNED.containsKey(type)) {
            return null;
        }
        Column left = column(condition.path("left"));
        Column right = column(condition.path("right"));
        if (left != null && fits(left, condition.path("right"))) {
            return bound(left, type, condition.path("right"));
        }
        return right != null && fits(right, condition.path("left"))
                ? bound(right, TURNED.getOrDefault(type, type), condition.path("left"))
                : null;
    }

    private static JsonNode bound(Column column, String comparison, JsonNode value) {
        return switch (comparison) {
            case "COMPARE_EQUAL" -> equal(column, value);
            case "COMPARE_LESSTHAN", AT_MOST -> comparison(BoundsCondition.least(column.name()), comparison, value);
            default -> comparison(BoundsCondition.most(column.name()), comparison, value);
        };
    }

    private static JsonNode equal(Column column, JsonNode value) {
        return joined("CONJUNCTION_AND", List.of(bound(column, AT_MOST, value), bound(column, AT_LEAST, value)));
    }

    private static ObjectNode comparison(String column, String type, JsonNode value) {
        ObjectNode reference = JsonNodeFactory.instance.objectNode();
        reference.put("class", "COLUMN_REF").put("type", "COLUMN_REF").put("alias", "");
        reference.putArray("column_names").add(column);
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        made.put("class", "COMPARISON").put("type", type).put("alias", "");
        made.set("left", reference);
        made.set("right", value.deepCopy());
        return made;
    }

    private static boolean fits(Column column, JsonNode value) {
        return ConstantShape.of(value).keepsOrderOf(column.type());
    }

    /** The table's column that an expression is; null where it is anything else. */
    private @Nullable Column column(JsonNode node) {
        JsonNode names = node.path("column_names");
        boolean here =
                names.size() == 1 || (names.size() == 2 && names.get(0).asText().equalsIgnoreCase(name));
        if (!node.path("class").asText().equals("COLUMN_REF") || !here) {
            return null;
        }
        String wanted = names.get(names.size() - 1).asText();
        return schema.columns().stream()
                .filter(column -> column.name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElse(null);
    }

    /** One of them as it is. */
    static JsonNode joined(String type, List<? extends @Nullable JsonNode> conditions) {
        JsonNode only = conditions.get(0);
        if (conditions.size() == 1 && only != null) {
            return only;
        }
        ObjectNode conjunction = JsonNodeFactory.instance.objectNode();
        conjunction.put("class", "CONJUNCTION").put("type", type).put("alias", "");
        ArrayNode children = conjunction.putArray("children");
        conditions.forEach(children::add);
        return conjunction;
    }
}
