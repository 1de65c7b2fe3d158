package io.spicerack.audit;

import java.security.interfaces.RSAPublicKey;

/** Signs digest files with a private key that never leaves it. One thread at a time. */
public interface DigestSigner {
    /** The public key of the next signature. */
    RSAPublicKey publicKey();

    /** SHA256withRSA, as CloudTrail's digest files are signed (RSASSA-PKCS1-v1_5 with SHA-256). */
    byte[] sign(byte[] text);

    /** Makes a new key for the signatures from now on; {@code UnsupportedOperationException} says how else it is done. */
    void rotate();
}
