package io.spicerack.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.envelope.TamperedException;
import io.spicerack.envelope.WrappedKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Key material that parquet-java's PropertiesDrivenCryptoFactory reads, in a file of its own beside each Parquet file, so
 * that the data key can be wrapped anew without a change to the Parquet file (docs/format.md, "Keys").
 */
final class KeyMaterialFile {
    /** parquet-java's HadoopFSKeyMaterialStore looks for this name. */
    private static final String PREFIX = "_KEY_MATERIAL_FOR_";

    private static final String FOOTER_KEY = "footerKey";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private KeyMaterialFile() {}

    static String fileName(String part) {
        return PREFIX + part + ".json";
    }

    static boolean isFileName(String name) {
        return name.startsWith(PREFIX) && name.endsWith(".json");
    }

    /** What stands in the Parquet file: where its key material is. */
    static byte[] reference() {
        return bytes(MAPPER.createObjectNode()
                .put("keyMaterialType", "PKMT1")
                .put("internalStorage", false)
                .put("keyReference", FOOTER_KEY));
    }

    static byte[] write(WrappedKey dataKey, String kekId, String wrappedFileKey) {
        return file(MAPPER.createObjectNode()
                .put("keyMaterialType", "PKMT1")
                .put("internalStorage", false)
                .put("isFooterKey", true)
                .put("kmsInstanceID", "DEFAULT")
                .put("kmsInstanceURL", "DEFAULT")
                .put("masterKeyID", dataKey.key().toString())
                .put("wrappedDEK", wrappedFileKey)
                .put("doubleWrapping", true)
                .put("keyEncryptionKeyID", kekId)
                .put("wrappedKEK", dataKey.ciphertext()));
    }

    /** The same with the data key under another KMS key. */
    static byte[] rewrap(byte[] before, WrappedKey dataKey, String name) throws TamperedException {
        try {
            JsonNode material = MAPPER.readTree(before).required(FOOTER_KEY);
            ObjectNode content = (ObjectNode) MAPPER.readTree(material.textValue());
            if (!content.path("wrappedDEK").isTextual()) {
                throw new IllegalArgumentException("no wrappedDEK");
            }
            return file(content.put("masterKeyID", dataKey.key().toString()).put("wrappedKEK", dataKey.ciphertext()));
        } catch (IOException | RuntimeException e) {
            throw new TamperedException(
                    "the key material in " + name + " is not what was written. A full refresh makes it new", e);
        }
    }

    private static byte[] file(ObjectNode material) {
        return bytes(MAPPER.createObjectNode().put(FOOTER_KEY, new String(bytes(material), StandardCharsets.UTF_8)));
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("key material cannot be written as JSON", e);
        }
    }
}
