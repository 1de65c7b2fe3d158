package io.spicerack.prepare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.model.DefinitionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An object of a definition with its path, read strictly: what is wrong is a {@link DefinitionException}. Immutable. */
record DefinitionObject(String path, ObjectNode json) {
    DefinitionException refused(String name, String why) {
        return new DefinitionException(at(name), why);
    }

    /** Refuses every other member by name. */
    DefinitionObject allow(String... names) {
        Set<String> allowed = Set.of(names);
        json.fieldNames().forEachRemaining(name -> {
            if (!allowed.contains(name) && json.hasNonNull(name)) {
                throw refused(
                        name,
                        "is not served here; allowed are "
                                + Arrays.stream(names).sorted().toList());
            }
        });
        return this;
    }

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    String text(String name, int longest) {
        return optionalText(name, longest).orElseThrow(() -> refused(name, "is missing"));
    }

    /** An empty text counts as missing, as clients send one for what they were not given. */
    Optional<String> optionalText(String name, int longest) {
        return value(name)
                .filter(node -> !node.isTextual() || !node.textValue().isEmpty())
                .map(node -> text(name, node, longest));
    }

    /** An enum constant by its name; those that are not served are refused with the list. */
    <E extends Enum<E>> E constant(String name, Class<E> type) {
        String text = text(name, 128);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        refused(name, "is '" + text + "'; allowed are " + Arrays.toString(type.getEnumConstants())));
    }

    Optional<DefinitionObject> object(String name) {
        return value(name).map(node -> object(at(name), node));
    }

    DefinitionObject needed(String name) {
        return object(name).orElseThrow(() -> refused(name, "is missing"));
    }

    /** A list of objects, of {@code least} to {@code most}. */
    List<DefinitionObject> objects(String name, int least, int most) {
        List<DefinitionObject> objects = new ArrayList<>();
        for (JsonNode node : list(name, least, most)) {
            objects.add(object(at(name) + "[" + objects.size() + "]", node));
        }
        return objects;
    }

    List<String> texts(String name, int least, int most, int longest) {
        List<String> texts = new ArrayList<>();
        for (JsonNode node : list(name, least, most)) {
            texts.add(text(name + "[" + texts.size() + "]", node, longest));
        }
        return texts;
    }

    /** A list of 1 to {@code most} lists of as many texts. */
    List<List<String>> textLists(String name, int most, int longest) {
        List<List<String>> lists = new ArrayList<>();
        for (JsonNode inner : list(name, 1, most)) {
            String at = name + "[" + lists.size() + "]";
            if (!inner.isArray() || inner.isEmpty() || inner.size() > most) {
                throw refused(at, "must be a list of 1 to " + most);
            }
            List<String> texts = new ArrayList<>();
            inner.forEach(node -> texts.add(text(at + "[" + texts.size() + "]", node, longest)));
            lists.add(texts);
        }
        return lists;
    }

    /** All members, each an object, by name. */
    Map<String, DefinitionObject> entries() {
        Map<String, DefinitionObject> entries = new LinkedHashMap<>();
        json.properties().forEach(field -> entries.put(field.getKey(), object(at(field.getKey()), field.getValue())));
        return entries;
    }

    /** The one member of a union. */
    String only(String... served) {
        List<String> given = new ArrayList<>();
        json.fieldNames().forEachRemaining(name -> {
            if (json.hasNonNull(name)) {
                given.add(name);
            }
        });
        if (given.size() != 1) {
            throw new DefinitionException(
                    path, "has the members " + given + "; it must have one of " + Arrays.asList(served));
        }
        allow(served);
        return given.get(0);
    }

    private JsonNode list(String name, int least, int most) {
        JsonNode node = value(name).orElseThrow(() -> refused(name, "is missing"));
        if (!node.isArray() || node.size() < least || node.size() > most) {
            throw refused(name, "must be a list of " + least + " to " + most);
        }
        return node;
    }

    private String text(String name, JsonNode node, int longest) {
        if (!node.isTextual() || node.textValue().isEmpty() || node.textValue().length() > longest) {
            throw refused(name, "must be a text of 1 to " + longest + " characters");
        }
        return node.textValue();
    }

    private static DefinitionObject object(String path, JsonNode node) {
        if (node instanceof ObjectNode object) {
            return new DefinitionObject(path, object);
        }
        throw new DefinitionException(path, "must be an object");
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private Optional<JsonNode> value(String name) {
        @Nullable JsonNode node = json.get(name);
        return Optional.ofNullable(node).filter(given -> !given.isNull());
    }
}
