package io.spicerack.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request gets.
 *
 * @param headers beside those about the body's length
 */
public record HttpAnswer(int status, Map<String, String> headers, Body body) {
    /** How the body comes about. */
    public sealed interface Body {}

    /** All of it at hand. */
    @SuppressWarnings("ArrayRecordComponent") // written once and not kept
    public record Whole(byte[] bytes) implements Body {}

    /** Made while it is taken; whoever is handed the answer closes it. */
    public record Streamed(StreamedBody pieces) implements Body {}

    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    public static HttpAnswer text(int status, String contentType, String body) {
        return new HttpAnswer(
                status, Map.of("Content-Type", contentType), new Whole(body.getBytes(StandardCharsets.UTF_8)));
    }

    public static HttpAnswer json(int status, JsonNode body) {
        return text(status, "application/json", body.toString());
    }

    /** For people to read. */
    public static HttpAnswer prettyJson(int status, JsonNode body) {
        return text(status, "application/json", body.toPrettyString() + "\n");
    }

    public HttpAnswer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HttpAnswer(status, more, body);
    }
}
