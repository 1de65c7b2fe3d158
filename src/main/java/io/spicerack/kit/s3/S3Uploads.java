package io.spicerack.kit.s3;

import io.spicerack.audit.file.LogBucket;
import io.spicerack.audit.file.TrailObjects.Content;
import io.spicerack.kit.protocol.AwsError;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Multipart uploads that are under way, on disk with their parts. Thread-safe: one call at a time works on an upload. */
final class S3Uploads {
    private static final String BEGUN = "begun";
    private static final String BUCKET = ":bucket";
    private static final String KEY = ":key";
    private static final int LEAST_PART_BYTES = 5 << 20;

    private final LogBucket parts;

    S3Uploads(Path directory) {
        parts = new LogBucket(directory);
    }

    /** An upload under way. */
    record Upload(String id, String bucket, String key) {}

    /** A part as the client names it in the end. */
    record Part(int number, String tag) {}

    synchronized String begin(String bucket, String key, Map<String, String> metadata) {
        String id = UUID.randomUUID().toString();
        Map<String, String> kept = new TreeMap<>(metadata);
        kept.put(BUCKET, bucket);
        kept.put(KEY, key);
        parts.put(name(id, BEGUN), new Content(new byte[0], kept));
        return id;
    }

    synchronized void put(String id, String bucket, String key, int number, byte[] content) {
        begun(id, bucket, key);
        if (number < 1 || number > 10_000) {
            throw new AwsError("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
        }
        parts.put(name(id, number), new Content(content, Map.of()));
    }

    /** The object that these parts make. The upload stays until it is ended. */
    synchronized Content whole(String id, String bucket, String key, List<Part> named) {
        Map<String, String> metadata = new TreeMap<>(begun(id, bucket, key).metadata());
        metadata.remove(BUCKET);
        metadata.remove(KEY);
        List<byte[]> contents = new ArrayList<>();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int i = 1; i < named.size(); i++) {
            if (named.get(i).number() <= named.get(i - 1).number()) {
                throw new AwsError("InvalidPartOrder", "The list of parts was not in ascending order.");
            }
        }
        for (Part part : named) {
            byte[] content = parts.find(name(id, part.number()))
                    .map(Content::bytes)
                    .filter(bytes -> EntityTag.of(bytes).equals(part.tag()))
                    .orElseThrow(() -> new AwsError(
                            "InvalidPart",
                            "One or more of the specified parts could not be found. The part may not have been uploaded,"
                                    + " or the specified entity tag may not match the part's entity tag."));
            if (contents.size() < named.size() - 1 && content.length < LEAST_PART_BYTES) {
                throw new AwsError(
                        "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed object size.");
            }
            contents.add(content);
            whole.writeBytes(content);
        }
        if (contents.isEmpty()) {
            throw new AwsError("MalformedXML", "The XML you provided has no part");
        }
        metadata.put(EntityTag.KEPT, EntityTag.ofParts(contents));
        return new Content(whole.toByteArray(), metadata);
    }

    /** Ends an upload, whatever became of it. */
    synchronized void end(String id, String bucket, String key) {
        begun(id, bucket, key);
        parts.keys(id + "/").forEach(parts::delete);
    }

    synchronized List<Upload> list(String bucket, String prefix) {
        return parts.keys("").stream()
                .filter(name -> name.endsWith("/" + BEGUN))
                .map(name -> new Upload(name.substring(0, name.length() - BEGUN.length() - 1), "", ""))
                .map(upload -> {
                    Map<String, String> kept = parts.find(name(upload.id(), BEGUN))
                            .map(Content::metadata)
                            .orElse(Map.of());
                    return new Upload(upload.id(), kept.getOrDefault(BUCKET, ""), kept.getOrDefault(KEY, ""));
                })
                .filter(upload -> upload.bucket().equals(bucket) && upload.key().startsWith(prefix))
                .toList();
    }

    private Content begun(String id, String bucket, String key) {
        return Optional.of(id)
                .filter(text -> text.matches("[0-9a-f-]{36}"))
                .flatMap(text -> parts.find(name(text, BEGUN)))
                .filter(begun -> bucket.equals(begun.metadata().get(BUCKET))
                        && key.equals(begun.metadata().get(KEY)))
                .orElseThrow(() -> new AwsError(
                        "NoSuchUpload",
                        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been"
                                + " aborted or completed.",
                        404));
    }

    private static String name(String id, String what) {
        return id + "/" + what;
    }

    private static String name(String id, int number) {
        return name(id, String.format(Locale.ROOT, "%05d", number));
    }
}
