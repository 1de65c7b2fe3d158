package io.spicerack.kit.s3;

import io.spicerack.kit.protocol.AwsRequest;
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
record S3Request(AwsRequest incoming, String bucket, String key, Map<String, String> query, byte[] payload) {
    public static S3Request of(AwsRequest incoming, byte[] payload) {
        String path = incoming.uri().getRawPath();
        String[] parts = path.substring(path.startsWith("/") ? 1 : 0).split("/", 2);
        return new S3Request(
                incoming,
                AwsRequest.decoded(parts[0]),
                parts.length == 1 ? "" : AwsRequest.decoded(parts[1]),
                incoming.query(),
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

    public String query(String name) {
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
}
