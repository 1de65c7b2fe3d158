package io.spicerack.shapes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.shapes.Shape.Bounds;
import io.spicerack.shapes.Shape.Member;
import io.spicerack.shapes.Shape.Place;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks for the first member of a request that is not as its model demands. Thread-safe. */
final class MemberCheck {
    private final ShapeTable table;

    MemberCheck(ShapeTable table) {
        this.table = table;
    }

    Optional<Misfit> body(Shape.Structure input, ObjectNode body) {
        return structure("", input, input.body(), body, false);
    }

    /** Numbers and flags of a query are texts there, which their operations read. */
    Optional<Misfit> address(Shape.Structure input, Map<String, String> path, Map<String, List<String>> query) {
        Map<String, Member> members = new TreeMap<>(input.members());
        for (Map.Entry<String, Member> entry : members.entrySet()) {
            Member member = entry.getValue();
            Optional<Misfit> misfit = Optional.empty();
            if (member.place() == Place.URI && path.containsKey(member.wireName())) {
                misfit = text(entry.getKey(), member.shape(), path.getOrDefault(member.wireName(), ""), false);
            } else if (member.place() == Place.QUERY && query.containsKey(member.wireName())) {
                misfit = parameters(entry.getKey(), member.shape(), query.getOrDefault(member.wireName(), List.of()));
            }
            if (misfit.isPresent()) {
                return misfit;
            }
        }
        return Optional.empty();
    }

    private Optional<Misfit> parameters(String name, String shape, List<String> values) {
        if (table.shape(shape) instanceof Shape.Many many) {
            Optional<Misfit> misfit = count(name, many.count(), values.size());
            for (int i = 0; i < values.size() && misfit.isEmpty(); i++) {
                misfit = text(name + "[" + i + "]", many.member(), values.get(i), false);
            }
            return misfit;
        }
        return values.isEmpty() ? Optional.empty() : text(name, shape, values.get(0), false);
    }

    private Optional<Misfit> text(String at, String shape, String value, boolean quiet) {
        return table.shape(shape) instanceof Shape.Text text ? text(at, text, value, quiet) : Optional.empty();
    }

    private Optional<Misfit> value(String at, String name, JsonNode value, boolean hidden) {
        boolean quiet = hidden || table.isSensitive(name);
        Shape shape = table.shape(name);
        if (shape instanceof Shape.Text text) {
            return value.isTextual() ? text(at, text, value.textValue(), quiet) : type(at, "a text");
        } else if (shape instanceof Shape.Structure structure) {
            return value instanceof ObjectNode object
                    ? structure(at + ".", structure, structure.body(), object, quiet)
                    : type(at, "an object");
        } else if (shape instanceof Shape.Many many) {
            return value.isArray() ? many(at, many, value, quiet) : type(at, "a list");
        } else if (shape instanceof Shape.Named named) {
            return value.isObject() ? named(at, named, value, quiet) : type(at, "an object");
        } else if (shape instanceof Shape.Whole whole) {
            boolean fits = whole.bits() == Integer.SIZE ? value.canConvertToInt() : value.canConvertToLong();
            return value.isIntegralNumber() && fits
                    ? range(at, whole.range(), value.longValue())
                    : type(at, "an integer of " + whole.bits() + " bits");
        } else if (shape instanceof Shape.Blob blob) {
            return blob(at, blob, value);
        } else if (shape instanceof Shape.Flag) {
            return value.isBoolean() ? Optional.empty() : type(at, "true or false");
        }
        return value.isNumber()
                ? Optional.empty()
                : type(at, shape instanceof Shape.Time ? "a time in seconds since 1970-01-01T00:00:00Z" : "a number");
    }

    private Optional<Misfit> structure(
            String at, Shape.Structure shape, Map<String, Member> members, ObjectNode json, boolean quiet) {
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            Member member = members.get(entry.getKey());
            if (member == null) {
                return Optional.of(Misfit.unknown(at + entry.getKey()));
            }
            boolean unset = entry.getValue().isNull()
                    || (!shape.required().contains(entry.getKey()) && table.isUnset(entry.getValue()));
            if (!unset) {
                Optional<Misfit> misfit = value(at + entry.getKey(), member.shape(), entry.getValue(), quiet);
                if (misfit.isPresent()) {
                    return misfit;
                }
            }
        }
        return shape.required().stream()
                .sorted()
                .filter(name -> members.containsKey(name) && !json.hasNonNull(name))
                .findFirst()
                .map(name -> Misfit.missing(at + name));
    }

    private Optional<Misfit> many(String at, Shape.Many shape, JsonNode list, boolean quiet) {
        Optional<Misfit> misfit = count(at, shape.count(), list.size());
        for (int i = 0; i < list.size() && misfit.isEmpty(); i++) {
            misfit = value(at + "[" + i + "]", shape.member(), list.get(i), quiet);
        }
        return misfit;
    }

    private Optional<Misfit> named(String at, Shape.Named shape, JsonNode map, boolean quiet) {
        Optional<Misfit> misfit = count(at, shape.count(), map.size());
        if (misfit.isPresent()) {
            return misfit;
        }
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            Optional<Misfit> key = text(at, shape.key(), entry.getKey(), quiet)
                    .map(wrong -> Misfit.constraint(
                            at, wrong.value(), "Map keys must satisfy constraint: [" + wrong.rule() + "]"));
            Optional<Misfit> either =
                    key.or(() -> value(at + "." + entry.getKey(), shape.value(), entry.getValue(), quiet));
            if (either.isPresent()) {
                return either;
            }
        }
        return Optional.empty();
    }

    private static Optional<Misfit> text(String at, Shape.Text shape, String value, boolean quiet) {
        String shown = quiet ? "" : value;
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            return type(at, "a text without halves of surrogate pairs");
        }
        if (!shape.allowed().isEmpty() && !shape.allowed().contains(value)) {
            return Optional.of(Misfit.constraint(at, shown, "Member must satisfy enum value set: " + shape.allowed()));
        }
        return bounded(at, shown, "length", shape.characters(), value.codePointCount(0, value.length()))
                .or(() -> shape.pattern()
                        .filter(pattern -> !pattern.matcher(value).matches())
                        .map(pattern -> Misfit.constraint(
                                at, shown, "Member must satisfy regular expression pattern: " + pattern)));
    }

    private static Optional<Misfit> blob(String at, Shape.Blob shape, JsonNode value) {
        try {
            if (value.isTextual()) {
                return bounded(
                        at, "", "length", shape.bytes(), Base64.getDecoder().decode(value.textValue()).length);
            }
        } catch (IllegalArgumentException e) {
            // the same words below
        }
        return type(at, "base64");
    }

    private static Optional<Misfit> count(String at, Bounds bounds, int count) {
        return bounded(at, "", "length", bounds, count);
    }

    private static Optional<Misfit> range(String at, Bounds bounds, long value) {
        return bounded(at, String.valueOf(value), "value", bounds, value);
    }

    private static Optional<Misfit> bounded(String at, String shown, String what, Bounds bounds, long measured) {
        return bounds.least()
                .filter(least -> measured < least)
                .map(least -> "Member must have " + what + " greater than or equal to " + least)
                .or(() -> bounds.most()
                        .filter(most -> measured > most)
                        .map(most -> "Member must have " + what + " less than or equal to " + most))
                .map(rule -> Misfit.constraint(at, shown, rule));
    }

    private static Optional<Misfit> type(String at, String wanted) {
        return Optional.of(Misfit.type(at, wanted));
    }
}
