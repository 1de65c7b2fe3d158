package io.spicerack.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.envelope.TamperedException;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.Arn;
import io.spicerack.model.KeyReference;
import io.spicerack.model.VersionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The manifest file: what is needed to open the manifest, and the manifest sealed (docs/format.md). Immutable. */
record ManifestFile(int format, Arn dataSet, VersionId version, WrappedKey key, String sealed) {
    /** In the version's directory. */
    static final String NAME = "manifest";

    /** What is written; format 1 is read too. */
    static final int FORMAT = 2;

    /** Files hold the wrapped data key themselves, so that it cannot be wrapped anew. */
    static final int KEY_IN_FILES = 1;

    /** What the seal is bound to. */
    byte[] aad() {
        return aad(format, dataSet, version);
    }

    static byte[] aad(int format, Arn dataSet, VersionId version) {
        String text = "spicerack-manifest\n" + format + "\n" + dataSet + "\n" + version + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The same manifest, its data key under another KMS key. */
    ManifestFile under(WrappedKey other) {
        return new ManifestFile(format, dataSet, version, other, sealed);
    }

    byte[] message() {
        return Base64.getDecoder().decode(sealed);
    }

    byte[] json() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode()
                .put("format", format)
                .put("dataSet", dataSet.toString())
                .put("version", version.value())
                .put("masterKeyId", key.key().toString())
                .put("wrappedKey", key.ciphertext())
                .put("sealed", sealed);
        try {
            return mapper.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an envelope cannot be written as JSON", e);
        }
    }

    /** Reads a manifest file; {@code name} names the version in messages. */
    static ManifestFile parse(byte[] json, String name) throws TamperedException {
        int format;
        try {
            JsonNode root = new ObjectMapper().readTree(json);
            format = root.required("format").intValue();
            if (format == FORMAT || format == KEY_IN_FILES) {
                return new ManifestFile(
                        format,
                        Arn.parse(text(root, "dataSet")),
                        new VersionId(text(root, "version")),
                        new WrappedKey(new KeyReference(text(root, "masterKeyId")), text(root, "wrappedKey")),
                        text(root, "sealed"));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new TamperedException(
                    "the manifest of " + name + " is not one of format " + KEY_IN_FILES + " or " + FORMAT, e);
        }
        throw new TamperedException(
                "the manifest of " + name + " has format " + format + "; this Spicerack reads formats " + KEY_IN_FILES
                        + " and " + FORMAT,
                null);
    }

    private static String text(JsonNode node, String field) {
        String text = node.required(field).textValue();
        if (text == null) {
            throw new IllegalArgumentException("field " + field + " is not a text");
        }
        return text;
    }
}
