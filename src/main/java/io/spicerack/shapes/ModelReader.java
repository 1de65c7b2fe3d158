package io.spicerack.shapes;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.shapes.Shape.Bounds;
import io.spicerack.shapes.Shape.Member;
import io.spicerack.shapes.Shape.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads shapes as {@code bench/clients/service-models} writes them. */
final class ModelReader {
    private ModelReader() {}

    static Shape shape(JsonNode json) {
        Bounds bounds = new Bounds(bound(json, "min"), bound(json, "max"));
        String type = json.path("type").asText();
        return switch (type) {
            case "string" ->
                new Shape.Text(
                        bounds,
                        texts(json.path("enum")),
                        Optional.of(json.path("pattern").asText())
                                .filter(pattern -> !pattern.isEmpty())
                                .map(Pattern::compile));
            case "blob" -> new Shape.Blob(bounds);
            case "integer" -> new Shape.Whole(Integer.SIZE, bounds);
            case "long" -> new Shape.Whole(Long.SIZE, bounds);
            case "double" -> new Shape.Fraction(bounds);
            case "boolean" -> new Shape.Flag();
            case "timestamp" -> new Shape.Time();
            case "list" -> new Shape.Many(json.path("member").asText(), bounds);
            case "map" ->
                new Shape.Named(json.path("key").asText(), json.path("value").asText(), bounds);
            case "structure" ->
                new Shape.Structure(new LinkedHashSet<>(texts(json.path("required"))), members(json.path("members")));
            default -> throw new IllegalStateException("a model has a shape of type '" + type + "'");
        };
    }

    private static Map<String, Member> members(JsonNode json) {
        Map<String, Member> members = new LinkedHashMap<>();
        json.properties().forEach(entry -> {
            JsonNode member = entry.getValue();
            members.put(
                    entry.getKey(),
                    new Member(
                            member.path("shape").asText(),
                            place(member.path("location").asText()),
                            member.path("locationName").asText(entry.getKey())));
        });
        return members;
    }

    private static Place place(String location) {
        return switch (location) {
            case "uri" -> Place.URI;
            case "querystring" -> Place.QUERY;
            case "" -> Place.BODY;
            default -> throw new IllegalStateException("a model has a member in the place '" + location + "'");
        };
    }

    private static List<String> texts(JsonNode json) {
        List<String> texts = new ArrayList<>();
        json.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Optional<Long> bound(JsonNode json, String name) {
        return json.has(name) ? Optional.of(json.path(name).asLong()) : Optional.empty();
    }
}
