package io.spicerack.shapes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
    private final Map<String, String> inputs;
    final ShapeTable table;

    private ApiModel(Map<String, String> inputs, ShapeTable table) {
        this.inputs = Map.copyOf(inputs);
        this.table = table;
    }

    /** {@code resource}: a file that {@code bench/clients/service-models} wrote, in the package of {@code beside}. */
    public static ApiModel load(Class<?> beside, String resource, EmptyTexts emptyTexts) {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not beside " + beside.getName());
            }
            return read(new ObjectMapper().readTree(in), emptyTexts);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }

    private static ApiModel read(JsonNode json, EmptyTexts emptyTexts) {
        Map<String, String> inputs = new HashMap<>();
        json.path("operations")
                .properties()
                .forEach(entry -> inputs.put(entry.getKey(), entry.getValue().asText()));
        Map<String, Shape> shapes = new HashMap<>();
        Set<String> sensitive = new HashSet<>();
        json.path("shapes").properties().forEach(entry -> {
            shapes.put(entry.getKey(), ModelReader.shape(entry.getValue()));
            if (entry.getValue().path("sensitive").asBoolean()) {
                sensitive.add(entry.getKey());
            }
        });
        return new ApiModel(inputs, new ShapeTable(shapes, sensitive, emptyTexts));
    }

    public Set<String> operations() {
        return inputs.keySet();
    }

    /** What is wrong with the body of a request, if anything is: members that are there without the model knowing them, too. */
    public Optional<Misfit> check(String operation, ObjectNode body) {
        return new MemberCheck(table).body(input(operation), body);
    }

    /** What is wrong with the texts of a request's path, which are by the names of members, and of its query. */
    public Optional<Misfit> check(String operation, Map<String, String> path, Map<String, List<String>> query) {
        return new MemberCheck(table).address(input(operation), path, query);
    }

    /**
     * Members of an operation's body as far as they have the model's types: what was kept before requests were checked must not
     * come to a typed client, which could read nothing beside it. Values that the model would refuse stay as they are.
     */
    public ObjectNode typed(String operation, ObjectNode members) {
        return new TypedMembers(table).of(input(operation), members);
    }

    Shape.Structure input(String operation) {
        return (Shape.Structure) table.shape(Optional.ofNullable(inputs.get(operation))
                .orElseThrow(() -> new IllegalArgumentException("the model has no operation " + operation)));
    }
}
