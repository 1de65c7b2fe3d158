package io.spicerack.kit.s3;

import io.spicerack.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request to S3 in path style, {@code /bucket/key?query}. Immutable as long as nobody writes to its payload.
 *
 * @param bucket empty where the request is about all buckets
 * @param key empty where it is about a bucket
 * @param payload out of its chunks
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once and not kept
record S3Request(HttpRequest incoming, String bucket, String key, Map<String, String> query, byte[] payload) {
    public static S3Request of(HttpRequest incoming, byte[] payload) {
        List<String> path = incoming.target().segments();
        Map<String, String> query = new LinkedHashMap<>();
        incoming.target().query().forEach((name, values) -> query.put(name, values.get(values.size() - 1)));
        return new S3Request(incoming, path.get(0), String.join("/", path.subList(1, path.size())), query, payload);
    }

    /** What the request asks of bucket or key, such as {@code GET bucket?location}: the name of a subresource, or nothing. */
    String subresource() {
        return query.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .filter(name -> !name.matches("prefix|.*marker|delimiter|continuation-token|start-after|encoding-type"))
                .findFirst()
                .orElse(query.containsKey("uploadId") ? "uploadId" : "");
    }

    public String query(String name) {
        return query.getOrDefault(name, "");
    }

    /** Whether an object of the same key is to be left, and the call refused. */
    boolean isForNewKey() {
        return incoming.onlyHeader("if-none-match").filter("*"::equals).isPresent();
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
}
