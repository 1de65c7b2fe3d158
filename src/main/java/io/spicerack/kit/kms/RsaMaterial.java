package io.spicerack.kit.kms;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** The two halves of an RSA key; they never change. Immutable, prints no key. */
final class RsaMaterial {
    @JsonProperty
    private final byte[] pkcs8;

    @JsonProperty
    private final byte[] x509;

    @JsonCreator
    RsaMaterial(@JsonProperty("pkcs8") byte[] pkcs8, @JsonProperty("x509") byte[] x509) {
        this.pkcs8 = pkcs8;
        this.x509 = x509;
    }

    static RsaMaterial fresh(int bits, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits, random);
            KeyPair pair = generator.generateKeyPair();
            return new RsaMaterial(
                    pair.getPrivate().getEncoded(), pair.getPublic().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java makes no RSA keys of " + bits + " bits", e);
        }
    }

    PrivateKey privateKey() throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    PublicKey publicKey() throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(x509));
    }

    /** The DER of a SubjectPublicKeyInfo, as GetPublicKey answers it. */
    byte[] encodedPublicKey() {
        return x509.clone();
    }

    @Override
    public String toString() {
        return "RsaMaterial[redacted]";
    }
}
