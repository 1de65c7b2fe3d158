package io.spicerack.audit.file;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The little of ASN.1's DER that PKCS #1's RSAPublicKey needs: a sequence of integers. {@code IllegalArgumentException} on
 * anything else. Used by one thread.
 */
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;

    private final byte[] bytes;
    private int at;

    Der(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Enters the sequence that begins here. */
    void enter() {
        length(SEQUENCE);
    }

    BigInteger integer() {
        int length = length(INTEGER);
        if (length == 0 || at + length > bytes.length) {
            throw new IllegalArgumentException("a DER integer of " + length + " bytes does not end");
        }
        at += length;
        return new BigInteger(Arrays.copyOfRange(bytes, at - length, at));
    }

    static byte[] rsaPublicKey(BigInteger modulus, BigInteger exponent) {
        return tagged(
                SEQUENCE, joined(tagged(INTEGER, modulus.toByteArray()), tagged(INTEGER, exponent.toByteArray())));
    }

    private int length(int tag) {
        if (next() != tag) {
            throw new IllegalArgumentException("the DER of an RSA public key is a sequence of two integers");
        }
        int first = next();
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7F); i++) {
            length = Math.addExact(Math.multiplyExact(length, 256), next());
        }
        return length;
    }

    private int next() {
        if (at >= bytes.length) {
            throw new IllegalArgumentException("the DER of an RSA public key does not end");
        }
        return bytes[at++] & 0xFF;
    }

    private static byte[] tagged(int tag, byte[] content) {
        if (content.length < 0x80) {
            return joined(new byte[] {(byte) tag, (byte) content.length}, content);
        }
        byte[] length = BigInteger.valueOf(content.length).toByteArray();
        // the sign byte that toByteArray may put ahead does not belong there
        byte[] digits = length[0] == 0 ? Arrays.copyOfRange(length, 1, length.length) : length;
        return joined(joined(new byte[] {(byte) tag, (byte) (0x80 | digits.length)}, digits), content);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
