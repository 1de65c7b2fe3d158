package io.spicerack.envelope;

import io.spicerack.model.Arn;
import java.util.Base64;

/**
 * A data key under a KMS key: KMS's own CiphertextBlob and the key ARN that KMS named. Safe to store and to show.
 *
 * @param ciphertext the CiphertextBlob, base64
 */
public record WrappedKey(Arn key, String ciphertext) {
    public WrappedKey {
        if (Base64.getDecoder().decode(ciphertext).length == 0) {
            throw new IllegalArgumentException("the wrapped key under " + key + " is empty");
        }
    }

    public byte[] blob() {
        return Base64.getDecoder().decode(ciphertext);
    }
}
