package io.spicerack.audit.file;

import io.spicerack.model.Sha256;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A public key that digest files are checked with, as CloudTrail's ListPublicKeys gives it. Immutable as long as nobody writes
 * to its bytes.
 *
 * @param pkcs1 DER of PKCS #1's RSAPublicKey
 * @param validUntil null while digest files are still signed with its private key
 */
@SuppressWarnings("ArrayRecordComponent") // public, and copied by nobody
public record DigestKey(String fingerprint, byte[] pkcs1, Instant validFrom, @Nullable Instant validUntil) {
    private static final int FINGERPRINT_CHARACTERS = 32;

    /** The fingerprint is the beginning of the SHA-256 of the DER, as long as those of CloudTrail. */
    public static DigestKey of(RSAPublicKey key, Instant validFrom) {
        byte[] der = Der.rsaPublicKey(key.getModulus(), key.getPublicExponent());
        return new DigestKey(Sha256.hex(der).substring(0, FINGERPRINT_CHARACTERS), der, validFrom, null);
    }

    DigestKey until(Instant end) {
        return new DigestKey(fingerprint, pkcs1, validFrom, end);
    }
}
