package io.spicerack.shapes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.shapes.Shape.Member;
import io.spicerack.shapes.Shape.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The requests of one service, from a table beside the class that serves it. Immutable. */
public final class ApiModel {
    private final Map<String, String> operations = new HashMap<>();
    private final Map<String, Shape> shapes = new HashMap<>();
    private final Set<String> sensitive = new HashSet<>();
    private final EmptyTexts emptyTexts;

    /** What an empty text means where a member need not be there. */
    public enum EmptyTexts {
        /** That it is not there: some clients send one for what they were not given. */
        UNSET,
        /** A text of no characters. */
        TEXTS
    }

    private ApiModel(JsonNode json, EmptyTexts emptyTexts) {
        this.emptyTexts = emptyTexts;
        json.path("operations")
                .properties()
                .forEach(
                        entry -> operations.put(entry.getKey(), entry.getValue().asText()));
        json.path("shapes").properties().forEach(entry -> {
            shapes.put(entry.getKey(), ModelReader.shape(entry.getValue()));
            if (entry.getValue().path("sensitive").asBoolean()) {
                sensitive.add(entry.getKey());
            }
        });
    }

    /** {@code resource}: a file that {@code bench/clients/service-models} wrote, in the package of {@code beside}. */
    public static ApiModel load(Class<?> beside, String resource, EmptyTexts emptyTexts) {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not beside " + beside.getName());
            }
            return new ApiModel(new ObjectMapper().readTree(in), emptyTexts);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }

    public Set<String> operations() {
        return Set.copyOf(operations.keySet());
    }

    /** What is wrong with the body of a request, if anything is: members that are there without the model knowing them, too. */
    public Optional<Misfit> check(String operation, ObjectNode body) {
        return new MemberCheck(this).body(input(operation), body);
    }

    /** What is wrong with the texts of a request's path, which are by the names of members, and of its query. */
    public Optional<Misfit> check(String operation, Map<String, String> path, Map<String, List<String>> query) {
        return new MemberCheck(this).address(input(operation), path, query);
    }

    /**
     * Members of an operation's body as far as they have the model's types: what was kept before requests were checked must not
     * come to a typed client, which could read nothing beside it. Values that the model would refuse stay as they are.
     */
    public ObjectNode typed(String operation, ObjectNode members) {
        return new TypedMembers(this).of(input(operation), members);
    }

    Shape.Structure input(String operation) {
        return (Shape.Structure) shape(Optional.ofNullable(operations.get(operation))
                .orElseThrow(() -> new IllegalArgumentException("the model has no operation " + operation)));
    }

    Shape shape(String name) {
        Shape shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalStateException("the model has no shape " + name);
        }
        return shape;
    }

    boolean isUnset(JsonNode optional) {
        return emptyTexts == EmptyTexts.UNSET
                && optional.isTextual()
                && optional.textValue().isEmpty();
    }

    boolean isSensitive(String shape) {
        return sensitive.contains(shape);
    }

    /** The names on the wire of what an operation takes in its body. */
    static Map<String, Member> body(Shape.Structure input) {
        Map<String, Member> body = new HashMap<>();
        input.members().forEach((name, member) -> {
            if (member.place() == Place.BODY) {
                body.put(member.wireName(), member);
            }
        });
        return body;
    }
}
