package io.spicerack.hawtio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/**
 * Routes as Hawtio can draw them: its 5.2.0 draws no route any more, of this one or another, once it has met one in which
 * something stands before the {@code from}, such as an error handler. That is left out of what it is told.
 */
final class DrawnRoutes {
    private static final Pattern BEFORE_FROM =
            Pattern.compile("(<route\\b[^>]*>)(?:(?!</route>|<from\\b).)*(?=<from\\b)", Pattern.DOTALL);

    private DrawnRoutes() {}

    /** @param answer of Jolokia */
    static String in(String answer) {
        if (!answer.contains("<route")) {
            return answer;
        }
        try {
            JsonNode json = JsonBody.MAPPER.readTree(answer);
            if (json instanceof ArrayNode all) {
                all.forEach(DrawnRoutes::draw);
            } else {
                draw(json);
            }
            return json.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void draw(JsonNode answer) {
        if (answer instanceof ObjectNode one && one.path("value").isTextual()) {
            one.put("value", BEFORE_FROM.matcher(one.path("value").asText()).replaceAll("$1"));
        }
    }
}
