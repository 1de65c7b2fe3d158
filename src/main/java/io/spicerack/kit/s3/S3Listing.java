package io.spicerack.kit.s3;

import io.spicerack.audit.file.LogBucket;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.Xml;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** ListObjects of both versions: a page of a bucket's keys, and the prefixes that a delimiter folds keys into. */
final class S3Listing {
    static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private static final int MOST_KEYS = 1000;

    private final LogBucket bucket;
    private final S3Request request;
    private final boolean second;
    private final UnaryOperator<String> encoding;

    S3Listing(LogBucket bucket, S3Request request) {
        this.bucket = bucket;
        this.request = request;
        this.second = request.query("list-type").equals("2");
        this.encoding = request.query("encoding-type").equals("url") ? S3Listing::escaped : UnaryOperator.identity();
    }

    Xml answer() {
        int limit = limit();
        List<String> entries = entries();
        List<String> page = entries.subList(0, Math.min(limit, entries.size()));
        boolean truncated = entries.size() > page.size();
        Xml xml = new Xml()
                .open("ListBucketResult", "xmlns=\"" + NAMESPACE + "\"")
                .put("Name", request.bucket())
                .put("Prefix", encoding.apply(request.query("prefix")))
                .put("MaxKeys", String.valueOf(limit))
                .put("IsTruncated", String.valueOf(truncated));
        if (second) {
            xml.put("KeyCount", String.valueOf(page.size()));
        } else {
            xml.put("Marker", encoding.apply(request.query("marker")));
        }
        if (!request.query("delimiter").isEmpty()) {
            xml.put("Delimiter", encoding.apply(request.query("delimiter")));
        }
        if (request.query("encoding-type").equals("url")) {
            xml.put("EncodingType", "url");
        }
        if (truncated && !page.isEmpty()) {
            String last = page.get(page.size() - 1);
            xml.put(second ? "NextContinuationToken" : "NextMarker", second ? last : encoding.apply(last));
        }
        page.forEach(entry -> put(xml, entry));
        return xml.close("ListBucketResult");
    }

    private void put(Xml xml, String entry) {
        if (folds(entry)) {
            xml.open("CommonPrefixes").put("Prefix", encoding.apply(entry)).close("CommonPrefixes");
            return;
        }
        bucket.find(entry).ifPresent(content -> xml.open("Contents")
                .put("Key", encoding.apply(entry))
                .put("LastModified", bucket.lastModified(entry).orElseThrow().toString())
                .put("ETag", EntityTag.of(content))
                .put("Size", String.valueOf(content.bytes().length))
                .put("StorageClass", "STANDARD")
                .close("Contents"));
    }

    /** Keys and common prefixes after the one that the page before ended with, in order. */
    private List<String> entries() {
        String after = second
                ? request.query(request.query("continuation-token").isEmpty() ? "start-after" : "continuation-token")
                : request.query("marker");
        TreeSet<String> entries = new TreeSet<>();
        for (String key : bucket.keys(request.query("prefix"))) {
            entries.add(folded(key));
        }
        return List.copyOf(entries.tailSet(after, false));
    }

    private String folded(String key) {
        String delimiter = request.query("delimiter");
        int end = delimiter.isEmpty()
                ? -1
                : key.indexOf(delimiter, request.query("prefix").length());
        return end < 0 ? key : key.substring(0, end + delimiter.length());
    }

    private boolean folds(String entry) {
        String delimiter = request.query("delimiter");
        return !delimiter.isEmpty()
                && entry.endsWith(delimiter)
                && entry.length() > request.query("prefix").length();
    }

    private int limit() {
        String text = request.query("max-keys");
        if (text.isEmpty()) {
            return MOST_KEYS;
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw new AwsError("InvalidArgument", "max-keys '" + text + "' is not an integer from 0 to 2147483647");
        }
        return Math.min(MOST_KEYS, Integer.parseInt(text));
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/")
                .replace("*", "%2A");
    }
}
