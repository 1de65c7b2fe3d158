package io.spicerack.tls;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** The RSA key under which a server without TLS takes passwords. Immutable. */
public record ShownPasswordKey(RSAPublicKey key) implements ShownProof {
    private static final int LEAST_BITS = 2048;

    /** {@code IllegalArgumentException} where the bytes are no RSA key, or one that is too short to hide a password. */
    public static ShownPasswordKey of(byte[] encoded) {
        try {
            PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
            if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= LEAST_BITS) {
                return new ShownPasswordKey(rsa);
            }
            throw new IllegalArgumentException(
                    "the server's key for passwords has less than " + LEAST_BITS + " bits; give it a longer one");
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the server's key for passwords is no RSA public key", e);
        }
    }

    @Override
    public Kind kind() {
        return Kind.PASSWORD_KEY;
    }

    @Override
    public byte[] encoded() {
        return key.getEncoded();
    }

    @Override
    public String description() {
        return "an RSA key of " + key.getModulus().bitLength() + " bits for passwords, with the SHA-256 fingerprint "
                + fingerprint();
    }

    /** As a file of MySQL's {@code public_key.pem}. */
    public String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}
