package io.spicerack.audit;

import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
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
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int FINGERPRINT_CHARACTERS = 32;

    /** The fingerprint is the beginning of the SHA-256 of the DER, as long as those of CloudTrail. */
    public static DigestKey of(RSAPublicKey key, Instant validFrom) {
        byte[] der = tagged(SEQUENCE, joined(integer(key.getModulus()), integer(key.getPublicExponent())));
        return new DigestKey(Sha256.hex(der).substring(0, FINGERPRINT_CHARACTERS), der, validFrom, null);
    }

    DigestKey until(Instant end) {
        return new DigestKey(fingerprint, pkcs1, validFrom, end);
    }

    private static byte[] integer(BigInteger value) {
        return tagged(INTEGER, value.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        byte[] length = BigInteger.valueOf(content.length).toByteArray();
        // below 128 one byte, beyond it the number of length bytes first; toByteArray may put a zero sign byte ahead
        byte[] digits = length.length > 1 && length[0] == 0 ? Arrays.copyOfRange(length, 1, length.length) : length;
        byte[] head = content.length < 128
                ? new byte[] {(byte) tag, (byte) content.length}
                : joined(new byte[] {(byte) tag, (byte) (0x80 | digits.length)}, digits);
        return joined(head, content);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
