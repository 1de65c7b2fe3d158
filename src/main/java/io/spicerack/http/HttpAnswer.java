package io.spicerack.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a request gets.
 *
 * @param headers beside those about the body's length
 */
public record HttpAnswer(int status, Map<String, String> headers, Body body) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

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
        return pretty(status, generator -> generator.writeTree(body));
    }

    /** An object of one array, whose elements are taken one after the other: of thousands not all are in memory at once. */
    public static HttpAnswer prettyJson(int status, String array, Stream<? extends JsonNode> elements) {
        return pretty(status, generator -> {
            generator.writeStartObject();
            generator.writeArrayFieldStart(array);
            for (Iterator<? extends JsonNode> all = elements.iterator(); all.hasNext(); ) {
                generator.writeTree(all.next());
            }
            generator.writeEndArray();
            generator.writeEndObject();
        });
    }

    /** What is written into a body. */
    private interface Json {
        void write(JsonGenerator generator) throws IOException;
    }

    private static HttpAnswer pretty(int status, Json body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = MAPPER.createGenerator(bytes).useDefaultPrettyPrinter()) {
            body.write(generator);
            generator.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("an answer could not be written in memory", e);
        }
        return new HttpAnswer(status, Map.of("Content-Type", "application/json"), new Whole(bytes.toByteArray()));
    }

    public HttpAnswer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HttpAnswer(status, more, body);
    }
}
