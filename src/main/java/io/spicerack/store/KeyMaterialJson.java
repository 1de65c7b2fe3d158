package io.spicerack.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.envelope.WrappedKey;
import java.util.Base64;

/** Key metadata that parquet-java's PropertiesDrivenCryptoFactory reads: key material PKMT1 (docs/format.md, "Keys"). */
final class KeyMaterialJson {
    private KeyMaterialJson() {}

    static byte[] write(WrappedKey dataKey, String kekId, byte[] wrappedFileKey) {
        ObjectMapper mapper = new ObjectMapper();
        try {
            return mapper.writeValueAsBytes(mapper.createObjectNode()
                    .put("keyMaterialType", "PKMT1")
                    .put("internalStorage", true)
                    .put("isFooterKey", true)
                    .put("kmsInstanceID", "DEFAULT")
                    .put("kmsInstanceURL", "DEFAULT")
                    .put("masterKeyID", dataKey.key().toString())
                    .put("wrappedDEK", Base64.getEncoder().encodeToString(wrappedFileKey))
                    .put("doubleWrapping", true)
                    .put("keyEncryptionKeyID", kekId)
                    .put("wrappedKEK", dataKey.ciphertext()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("key material cannot be written as JSON", e);
        }
    }
}
