package io.spicerack.kit.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The members of a request, read with the checks and the words of AWS. Thread-safe: it is only read. It prints nothing of
 * its content, which may be secret.
 */
public final class AwsInput {
    private final ObjectNode json;

    AwsInput(ObjectNode json) {
        this.json = json;
    }

    public boolean has(String name) {
        return json.hasNonNull(name);
    }

    /** Whether it asks for anything: not where it is false. */
    boolean isGiven(String name) {
        return has(name) && !json.get(name).equals(BooleanNode.FALSE);
    }

    public String required(String name) {
        String text = text(name);
        if (text == null) {
            throw absent(name);
        }
        return text;
    }

    @Nullable
    public String text(String name) {
        JsonNode node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            throw wrongType(name, "a string");
        }
        return node.textValue();
    }

    public String text(String name, String fallback) {
        String text = text(name);
        return text == null ? fallback : text;
    }

    public boolean flag(String name) {
        JsonNode node = node(name);
        if (node != null && !node.isBoolean()) {
            throw wrongType(name, "a boolean");
        }
        return node != null && node.booleanValue();
    }

    public int integer(String name, int least, int most, int fallback) {
        JsonNode node = node(name);
        if (node == null) {
            return fallback;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw wrongType(name, "an integer");
        }
        int value = node.intValue();
        if (value < least) {
            throw outside(name, value, "greater than or equal to " + least);
        }
        if (value > most) {
            throw outside(name, value, "less than or equal to " + most);
        }
        return value;
    }

    /** A time, which comes as seconds since 1970. */
    public Instant time(String name, Instant fallback) {
        JsonNode node = node(name);
        if (node == null) {
            return fallback;
        }
        if (!node.isNumber()) {
            throw wrongType(name, "a time in seconds since 1970");
        }
        return Instant.ofEpochMilli(node.decimalValue()
                .movePointRight(3)
                .setScale(0, RoundingMode.DOWN)
                .longValue());
    }

    /** All of them as they came, secrets included: for the record of the call, which picks what it may show. */
    public ObjectNode members() {
        return json;
    }

    byte @Nullable [] blob(String name, int mostBytes) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw wrongType(name, "base64");
        }
        if (bytes.length == 0 || bytes.length > mostBytes) {
            throw AwsError.validation("1 validation error detected: Value at '" + member(name)
                    + "' failed to satisfy constraint: Member must have length between 1 and " + mostBytes);
        }
        return bytes;
    }

    public byte[] requiredBlob(String name, int mostBytes) {
        byte[] bytes = blob(name, mostBytes);
        if (bytes == null) {
            throw absent(name);
        }
        return bytes;
    }

    /** A map of strings, sorted by key; empty when it is absent. */
    public Map<String, String> map(String name) {
        Map<String, String> map = new TreeMap<>();
        JsonNode node = node(name);
        if (node == null) {
            return map;
        }
        if (!node.isObject()) {
            throw wrongType(name, "a map of strings");
        }
        node.properties().forEach(entry -> {
            if (!entry.getValue().isTextual()) {
                throw wrongType(name, "a map of strings");
            }
            map.put(entry.getKey(), entry.getValue().textValue());
        });
        return map;
    }

    public List<String> list(String name) {
        List<String> list = new ArrayList<>();
        for (JsonNode each : array(name)) {
            if (!each.isTextual()) {
                throw wrongType(name, "a list of strings");
            }
            list.add(each.textValue());
        }
        return list;
    }

    public List<AwsInput> objects(String name) {
        List<AwsInput> list = new ArrayList<>();
        for (JsonNode each : array(name)) {
            if (!(each instanceof ObjectNode object)) {
                throw wrongType(name, "a list of structures");
            }
            list.add(new AwsInput(object));
        }
        return list;
    }

    /** A structure; an empty one when it is absent. */
    public AwsInput object(String name) {
        JsonNode node = node(name);
        if (node != null && !(node instanceof ObjectNode)) {
            throw wrongType(name, "a structure");
        }
        return new AwsInput(node instanceof ObjectNode object ? object : JsonBody.object());
    }

    /** Tags in the order given; KMS calls the members TagKey and TagValue, Secrets Manager Key and Value. */
    public Map<String, String> tags(String keyName, String valueName) {
        Map<String, String> tags = new LinkedHashMap<>();
        objects("Tags").forEach(tag -> tags.put(tag.required(keyName), tag.text(valueName, "")));
        return tags;
    }

    private Iterable<JsonNode> array(String name) {
        JsonNode node = node(name);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray()) {
            throw wrongType(name, "a list");
        }
        return node;
    }

    private @Nullable JsonNode node(String name) {
        return json.hasNonNull(name) ? json.get(name) : null;
    }

    private static AwsError absent(String name) {
        return AwsError.validation("1 validation error detected: Value null at '" + member(name)
                + "' failed to satisfy constraint: Member must not be null");
    }

    private static AwsError outside(String name, int value, String bound) {
        return AwsError.validation("1 validation error detected: Value '" + value + "' at '" + member(name)
                + "' failed to satisfy constraint: Member must have value " + bound);
    }

    private static AwsError wrongType(String name, String wanted) {
        return new AwsError("SerializationException", name + " is not " + wanted);
    }

    private static String member(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
