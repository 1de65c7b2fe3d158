package io.spicerack.shapes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.shapes.Shape.Bounds;
import io.spicerack.shapes.Shape.Member;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Goes through a model and makes bodies of requests, each good but for one member, each member in each way that it can be wrong. */
public final class ModelWalk {
    /**
     * A body that must be refused.
     *
     * @param member the path of what is wrong in it
     */
    public record Wrong(String operation, String member, String how, ObjectNode body) {}

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int LONGEST = 200_000;

    private final ApiModel model;
    private final List<Wrong> wrong = new ArrayList<>();

    /** Where a value goes to, in a body that is made anew for it. */
    private interface Place {
        ObjectNode with(JsonNode value);
    }

    private ModelWalk(ApiModel model) {
        this.model = model;
    }

    public static List<Wrong> of(ApiModel model) {
        ModelWalk walk = new ModelWalk(model);
        for (String operation : model.operations().stream().sorted().toList()) {
            walk.structure(operation, "", model.input(operation), value -> (ObjectNode) value, new HashSet<>());
        }
        return walk.wrong;
    }

    /** The members of an operation's body, as they are on the wire. */
    public static Set<String> members(ApiModel model, String operation) {
        return model.input(operation).body().keySet();
    }

    /** A request that has what is needed, and nothing else. */
    public static ObjectNode least(ApiModel model, String operation) {
        return new ModelWalk(model).least(model.input(operation), new HashSet<>());
    }

    private void structure(String operation, String at, Shape.Structure shape, Place place, Set<String> above) {
        for (Map.Entry<String, Member> entry : shape.body().entrySet()) {
            String name = entry.getKey();
            if (shape.required().contains(name)) {
                ObjectNode without = least(shape, new HashSet<>());
                without.remove(name);
                wrong.add(new Wrong(operation, at + name, "missing", place.with(without)));
            }
            value(
                    operation,
                    at + name,
                    entry.getValue().shape(),
                    value -> {
                        ObjectNode object = least(shape, new HashSet<>());
                        object.set(name, value);
                        return place.with(object);
                    },
                    above);
        }
    }

    private void value(String operation, String at, String name, Place place, Set<String> above) {
        if (above.contains(name)) {
            return;
        }
        Set<String> below = new HashSet<>(above);
        below.add(name);
        Shape shape = model.table.shape(name);
        wrongs(shape).forEach((how, value) -> wrong.add(new Wrong(operation, at, how, place.with(value))));
        if (shape instanceof Shape.Structure structure) {
            structure(operation, at + ".", structure, place, below);
        } else if (shape instanceof Shape.Many many) {
            value(
                    operation,
                    at + "[0]",
                    many.member(),
                    value -> {
                        var list = JSON.arrayNode().add(value);
                        for (long i = 1; i < many.count().least().orElse(1L); i++) {
                            list.add(least(many.member(), new HashSet<>()));
                        }
                        return place.with(list);
                    },
                    below);
        } else if (shape instanceof Shape.Named named) {
            String key = least(named.key(), new HashSet<>()).asText();
            value(
                    operation,
                    at + "." + key,
                    named.value(),
                    value -> place.with(JSON.objectNode().set(key, value)),
                    below);
            wrongs(model.table.shape(named.key())).forEach((how, value) -> {
                if (value.isTextual()) {
                    wrong.add(new Wrong(
                            operation,
                            at,
                            "key " + how,
                            place.with(JSON.objectNode().set(value.asText(), least(named.value(), new HashSet<>())))));
                }
            });
        }
    }

    private Map<String, JsonNode> wrongs(Shape shape) {
        Map<String, JsonNode> wrongs = new LinkedHashMap<>();
        if (shape instanceof Shape.Text text) {
            wrongs.put("type", JSON.numberNode(7));
            wrongs.put("half a surrogate pair", JSON.textNode("\ud800"));
            if (!text.allowed().isEmpty()) {
                wrongs.put("enum", JSON.textNode("NONE_OF_THEM"));
            }
            text.characters()
                    .least()
                    .filter(least -> least > 1)
                    .ifPresent(least -> wrongs.put("short", JSON.textNode("x".repeat(least.intValue() - 1))));
            text.characters()
                    .most()
                    .filter(most -> most < LONGEST)
                    .ifPresent(most -> wrongs.put("long", JSON.textNode("x".repeat(most.intValue() + 1))));
            if (text.pattern()
                    .filter(pattern -> !pattern.matcher("\u0007 \u20ac").matches())
                    .isPresent()) {
                wrongs.put("pattern", JSON.textNode("\u0007 \u20ac"));
            }
        } else if (shape instanceof Shape.Many many) {
            wrongs.put("type", JSON.textNode("x"));
            wrongs.put("null in it", JSON.arrayNode().addNull());
            many.count().most().filter(most -> most < LONGEST).ifPresent(most -> {
                var list = JSON.arrayNode();
                JsonNode one = least(many.member(), new HashSet<>());
                for (long i = 0; i <= most; i++) {
                    list.add(one);
                }
                wrongs.put("too many", list);
            });
            many.count().least().filter(least -> least > 0).ifPresent(least -> wrongs.put("none", JSON.arrayNode()));
        } else if (shape instanceof Shape.Whole whole) {
            wrongs.put("type", JSON.textNode("1"));
            wrongs.put("fraction", JSON.numberNode(1.5));
            range(whole.range(), wrongs);
        } else {
            // no base64 either
            wrongs.put("type", JSON.textNode("*"));
        }
        return wrongs;
    }

    private static void range(Bounds bounds, Map<String, JsonNode> wrongs) {
        bounds.least().ifPresent(least -> wrongs.put("small", JSON.numberNode(least - 1)));
        bounds.most()
                .filter(most -> most < Integer.MAX_VALUE)
                .ifPresent(most -> wrongs.put("large", JSON.numberNode(most + 1)));
    }

    private ObjectNode least(Shape.Structure shape, Set<String> above) {
        ObjectNode object = JSON.objectNode();
        shape.body().forEach((name, member) -> {
            if (shape.required().contains(name)) {
                object.set(name, least(member.shape(), above));
            }
        });
        return object;
    }

    private JsonNode least(String name, Set<String> above) {
        Shape shape = model.table.shape(name);
        if (shape instanceof Shape.Text text) {
            return JSON.textNode(text(text));
        } else if (shape instanceof Shape.Structure structure) {
            return least(structure, above);
        } else if (shape instanceof Shape.Many many) {
            var list = JSON.arrayNode();
            for (long i = 0; i < many.count().least().orElse(0L); i++) {
                list.add(least(many.member(), above));
            }
            return list;
        } else if (shape instanceof Shape.Named named) {
            ObjectNode map = JSON.objectNode();
            if (named.count().least().orElse(0L) > 0) {
                map.set(least(named.key(), above).asText(), least(named.value(), above));
            }
            return map;
        } else if (shape instanceof Shape.Blob) {
            return JSON.textNode("AAAA");
        } else if (shape instanceof Shape.Flag) {
            return JSON.booleanNode(true);
        } else if (shape instanceof Shape.Whole whole) {
            return JSON.numberNode(whole.range().least().orElse(1L).intValue());
        }
        return JSON.numberNode(1);
    }

    /** A text that fits: those with a pattern of their own are few. */
    private static String text(Shape.Text text) {
        if (!text.allowed().isEmpty()) {
            return text.allowed().get(0);
        }
        String some =
                "x".repeat(Math.toIntExact(Math.max(1, text.characters().least().orElse(1L))));
        return List.of(
                        some,
                        "1",
                        "arn:aws:quicksight:eu-west-1:123456789012:datasource/x",
                        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x",
                        "arn:aws:s3tables:eu-west-1:123456789012:bucket/xxx",
                        "arn:aws:qbusiness:eu-west-1:123456789012:application/x",
                        "s3://x/x",
                        "-----BEGIN PRIVATE KEY-----\n" + ("A".repeat(64) + "\n").repeat(25)
                                + "A\n-----END PRIVATE KEY-----\n")
                .stream()
                .filter(candidate -> text.pattern()
                        .filter(pattern -> !pattern.matcher(candidate).matches())
                        .isEmpty())
                .findFirst()
                .orElse(some);
    }
}
