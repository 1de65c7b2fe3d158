package io.spicerack.audit.file;

import io.spicerack.model.KeyReference;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/** Signs digest files with a private key that never leaves it. One thread at a time. */
public interface DigestSigner {
    /** The key of KMS that signs; empty where the private key is here. */
    Optional<KeyReference> kmsKey();

    /** The public key of the next signature; {@link UnfitSigningKeyException} where the key cannot sign digest files. */
    RSAPublicKey publicKey();

    /** SHA256withRSA, as CloudTrail's digest files are signed (RSASSA-PKCS1-v1_5 with SHA-256). */
    byte[] sign(byte[] text);

    /** Makes a new key for the signatures from now on; {@code UnsupportedOperationException} says how else it is done. */
    void rotate();
}
