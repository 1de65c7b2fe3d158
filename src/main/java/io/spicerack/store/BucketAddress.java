package io.spicerack.store;

import io.spicerack.model.DataSetId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a bucket of S3 that is a store of its own: {@code s3://bucket/prefix}. Immutable.
 *
 * @param prefix empty for the whole bucket; else without a slash at its ends
 */
public record BucketAddress(String bucket, String prefix) {
    private static final Pattern FORM =
            Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/((?:[A-Za-z0-9_.=-]{1,128}/?){0,16}))?");

    public static BucketAddress parse(String text) {
        Matcher matcher = FORM.matcher(text);
        String prefix = matcher.matches() && matcher.group(2) != null ? matcher.group(2) : "";
        if (!matcher.matches() || prefix.startsWith(".") || prefix.contains("/.")) {
            throw new IllegalArgumentException("'" + text + "' is not s3://BUCKET/PREFIX");
        }
        return new BucketAddress(
                matcher.group(1), prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix);
    }

    /** Of all keys of the store. */
    public String keyPrefix() {
        return prefix.isEmpty() ? "" : prefix + "/";
    }

    /** Of all keys of a version. */
    public String keyPrefix(StoredVersion version) {
        return keyPrefix(version.dataSet()) + version.version() + "/";
    }

    private String keyPrefix(DataSetId dataSet) {
        return keyPrefix() + dataSet + "/";
    }

    /** As {@code aws s3} takes it. */
    public String url(String key) {
        return "s3://" + bucket + "/" + key;
    }

    @Override
    public String toString() {
        return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }
}
