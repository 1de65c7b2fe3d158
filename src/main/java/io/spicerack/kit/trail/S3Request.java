package io.spicerack.kit.trail;

import io.spicerack.kit.protocol.Incoming;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request to S3 in path style, {@code /bucket/key?query}. Immutable as long as nobody writes to its payload.
 *
 * @param bucket empty where the request is about all buckets
 * @param key empty where it is about a bucket
 * @param payload out of its chunks
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once and not kept
record S3Request(Incoming incoming, String bucket, String key, Map<String, String> query, byte[] payload) {
    static S3Request of(Incoming incoming, byte[] payload) {
        String path = incoming.uri().getRawPath();
        String[] parts = path.substring(path.startsWith("/") ? 1 : 0).split("/", 2);
        return new S3Request(
                incoming,
                decode(parts[0]),
                parts.length == 1 ? "" : decode(parts[1]),
                parsed(incoming.uri().getRawQuery()),
                payload);
    }

    /** What the request asks of bucket or key, such as {@code GET bucket?location}: the name of a subresource, or nothing. */
    String subresource() {
        return query.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .filter(name -> !name.matches("prefix|marker|delimiter|continuation-token|start-after|encoding-type"))
                .findFirst()
                .orElse("");
    }

    String query(String name) {
        return query.getOrDefault(name, "");
    }

    /** The user metadata that the headers give, by names without x-amz-meta-. */
    Map<String, String> metadata() {
        String prefix = "x-amz-meta-";
        Map<String, String> metadata = new TreeMap<>();
        incoming.headers().forEach((name, values) -> {
            if (name.startsWith(prefix)) {
                metadata.put(name.substring(prefix.length()), String.join(",", values));
            }
        });
        return metadata;
    }

    private static Map<String, String> parsed(@Nullable String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        if (raw != null && !raw.isEmpty()) {
            for (String pair : raw.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                query.put(decode(parts[0]), parts.length == 1 ? "" : decode(parts[1]));
            }
        }
        return query;
    }

    /** A plus sign is itself: AWS's clients send a space as %20. */
    private static String decode(String escaped) {
        return URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
