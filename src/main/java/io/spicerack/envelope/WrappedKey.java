package io.spicerack.envelope;

import io.spicerack.model.KeyReference;
import java.util.Base64;

/**
 * A data key under a key of the provider: the provider's own ciphertext (KMS: CiphertextBlob) and the key that it named. Safe to
 * store and to show.
 *
 * @param ciphertext base64
 */
public record WrappedKey(KeyReference key, String ciphertext) {
    public WrappedKey {
        if (Base64.getDecoder().decode(ciphertext).length == 0) {
            throw new IllegalArgumentException("the wrapped key under " + key + " is empty");
        }
    }

    public byte[] blob() {
        return Base64.getDecoder().decode(ciphertext);
    }
}
