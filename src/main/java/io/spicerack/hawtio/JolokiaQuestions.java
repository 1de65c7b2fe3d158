package io.spicerack.hawtio;

import static io.spicerack.http.RequestRefusedException.badInput;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Requests of Jolokia's protocol, read to what is known of it and written anew: other types and members, such as another
 * server as target, do not get as far as Jolokia.
 */
final class JolokiaQuestions {
    private static final int MOST = 1_000;
    private static final Set<String> TYPES = Set.of("read", "exec", "list", "search", "version");
    private static final List<String> MEMBERS = List.of("mbean", "attribute", "operation", "arguments", "path");

    /** What a request may say of the form of its answer; not among them are stack traces and serialized exceptions. */
    private static final List<String> FORM = List.of(
            "maxDepth", "maxCollectionSize", "maxObjects", "ignoreErrors", "canonicalNaming", "listCache", "listKeys");

    private JolokiaQuestions() {}

    /**
     * {@code RequestRefusedException} where it is none; its words quote nothing of the body.
     *
     * @param query says the same for all requests of the body that they do not say themselves
     */
    static byte[] checked(byte[] body, Map<String, List<String>> query) {
        JsonNode json = parsed(body);
        JsonNode known;
        if (json instanceof ArrayNode all) {
            if (all.size() > MOST) {
                throw badInput("there are " + all.size() + " requests in the body; " + MOST + " are allowed at a time");
            }
            ArrayNode each = JsonBody.MAPPER.createArrayNode();
            all.forEach(request -> each.add(one(request, query)));
            known = each;
        } else {
            known = one(json, query);
        }
        try {
            return JsonBody.MAPPER.writeValueAsBytes(known);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    private static ObjectNode one(JsonNode request, Map<String, List<String>> query) {
        String type = request.path("type").asText().toLowerCase(Locale.ROOT);
        if (!request.isObject() || !TYPES.contains(type)) {
            throw badInput("a request of the body is none of "
                    + TYPES.stream().sorted().toList());
        }
        ObjectNode known = JsonBody.object().put("type", type);
        MEMBERS.stream().filter(request::has).forEach(member -> known.set(member, request.get(member)));
        ObjectNode config = JsonBody.object();
        for (String member : FORM) {
            if (request.path("config").has(member)) {
                config.set(member, request.path("config").get(member));
            } else if (query.containsKey(member)) {
                config.put(member, query.getOrDefault(member, List.of("")).get(0));
            }
        }
        return known.set("config", config);
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return JsonBody.MAPPER.readTree(body);
        } catch (IOException e) {
            // no cause: the parser's words quote the body
            throw badInput("The request body is not JSON");
        }
    }
}
