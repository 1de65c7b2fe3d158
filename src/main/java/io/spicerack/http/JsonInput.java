package io.spicerack.http;

import static io.spicerack.http.RequestRefusedException.badInput;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A JSON object of a request, read strictly: each problem is an error that names the member by its path. A value may be a
 * password, so no message quotes one. Not thread-safe.
 */
public final class JsonInput {
    /** The end of the year 9999. */
    private static final long LATEST_SECOND = 253_402_300_799L;

    private final String path;
    private final ObjectNode json;

    private JsonInput(String path, ObjectNode json) {
        this.path = path;
        this.json = json;
    }

    public static JsonInput of(ObjectNode body) {
        return new JsonInput("", body);
    }

    /** Refuses every other member by name. */
    public JsonInput allow(Set<String> allowed) {
        json.fieldNames().forEachRemaining(name -> {
            if (!allowed.contains(name)) {
                throw badInput(path + name + " is not served here; allowed are "
                        + allowed.stream().sorted().toList());
            }
        });
        return this;
    }

    public boolean has(String name) {
        return json.hasNonNull(name);
    }

    public String text(String name, int longest) {
        return optionalText(name, longest).orElseThrow(() -> missing(name));
    }

    public Optional<String> optionalText(String name, int longest) {
        return value(name).map(node -> {
            if (!node.isTextual()) {
                throw wrong(name, "a text");
            }
            if (node.textValue().isBlank() || node.textValue().length() > longest) {
                throw wrong(name, "1 to " + longest + " characters");
            }
            if (!UTF_8.newEncoder().canEncode(node.textValue())
                    || node.textValue().indexOf('\0') >= 0) {
                throw wrong(name, "text without NUL characters and halves of surrogate pairs");
            }
            return node.textValue();
        });
    }

    public int integer(String name, int least, int most) {
        JsonNode node = value(name).orElseThrow(() -> missing(name));
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
            throw wrong(name, "an integer from " + least + " to " + most);
        }
        return node.intValue();
    }

    /** Seconds since 1970, with a fraction or not: a timestamp of the rest-json protocol. To the millisecond. */
    public Optional<Instant> time(String name) {
        return value(name).map(node -> {
            if (!node.isNumber() || Math.abs(node.doubleValue()) > LATEST_SECOND) {
                throw wrong(name, "a timestamp in seconds since 1970-01-01T00:00:00Z");
            }
            return Instant.ofEpochMilli(Math.round(node.doubleValue() * 1000));
        });
    }

    public Optional<Boolean> flag(String name) {
        return value(name).map(node -> {
            if (!node.isBoolean()) {
                throw wrong(name, "true or false");
            }
            return node.booleanValue();
        });
    }

    /** A text that {@code parse} takes; its own words follow where it refuses it. */
    public <T> Optional<T> parsed(String name, Function<String, T> parse) {
        return optionalText(name, 2048).map(text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw badInput(path + name + ": " + e.getMessage());
            }
        });
    }

    public Optional<JsonInput> object(String name) {
        return value(name).map(node -> nested(name, node));
    }

    public List<JsonInput> objects(String name) {
        JsonNode node = value(name).orElseThrow(() -> missing(name));
        if (!node.isArray()) {
            throw wrong(name, "a list of objects");
        }
        List<JsonInput> inputs = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            inputs.add(nested(name + "[" + i + "]", node.get(i)));
        }
        return inputs;
    }

    /** One text or more. */
    public List<String> texts(String name, int longest) {
        JsonNode node = value(name).orElseThrow(() -> missing(name));
        List<String> texts = new ArrayList<>();
        for (JsonNode text : node) {
            if (!text.isTextual()
                    || text.textValue().isBlank()
                    || text.textValue().length() > longest) {
                throw wrong(name, "a list of texts of 1 to " + longest + " characters");
            }
            texts.add(text.textValue());
        }
        if (!node.isArray() || texts.isEmpty()) {
            throw wrong(name, "a list of at least one text");
        }
        return texts;
    }

    /** Some of its members, as they are. */
    public ObjectNode copy(List<String> names) {
        ObjectNode copy = JsonBody.object();
        names.forEach(name -> value(name).ifPresent(node -> copy.set(name, node.deepCopy())));
        return copy;
    }

    /** The same words for a member that is there but does not fit. */
    public RequestRefusedException refused(String name, String why) {
        return badInput(path + name + " " + why);
    }

    public RequestRefusedException missing(String name) {
        return refused(name, "is missing");
    }

    private RequestRefusedException wrong(String name, String allowed) {
        return refused(name, "must be " + allowed);
    }

    private JsonInput nested(String name, JsonNode node) {
        if (node instanceof ObjectNode object) {
            return new JsonInput(path + name + ".", object);
        }
        throw wrong(name, "an object");
    }

    private Optional<JsonNode> value(String name) {
        return Optional.ofNullable(json.get(name)).filter(node -> !node.isNull());
    }
}
