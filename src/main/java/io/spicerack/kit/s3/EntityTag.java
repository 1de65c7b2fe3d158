package io.spicerack.kit.s3;

import io.spicerack.audit.file.TrailObjects;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The entity tags of objects. Stateless. */
final class EntityTag {
    /** Where an object that came in parts has its tag; no header can name it. */
    static final String KEPT = ":etag";

    private EntityTag() {}

    /** Of an object that was stored in one piece. */
    static String of(byte[] bytes) {
        return quoted(md5(bytes));
    }

    static String of(TrailObjects.Content content) {
        String kept = content.metadata().get(KEPT);
        return kept == null ? of(content.bytes()) : kept;
    }

    /** Of an object that came in parts: not a digest of what it holds. */
    static String ofParts(List<byte[]> parts) {
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        parts.forEach(part -> digests.writeBytes(md5(part)));
        return "\"" + HexFormat.of().formatHex(md5(digests.toByteArray())) + "-" + parts.size() + "\"";
    }

    static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("MD5 is not available in this Java runtime", e);
        }
    }

    private static String quoted(byte[] digest) {
        return "\"" + HexFormat.of().formatHex(digest) + "\"";
    }
}
