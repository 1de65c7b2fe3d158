package io.spicerack.kit.kms;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;

/** How RSA keys sign, in KMS's spelling. */
enum SigningAlgorithm {
    RSASSA_PKCS1_V1_5_SHA_256(256, "3031300d060960864801650304020105000420"),
    RSASSA_PKCS1_V1_5_SHA_384(384, "3041300d060960864801650304020205000430"),
    RSASSA_PKCS1_V1_5_SHA_512(512, "3051300d060960864801650304020305000440"),
    RSASSA_PSS_SHA_256(256, ""),
    RSASSA_PSS_SHA_384(384, ""),
    RSASSA_PSS_SHA_512(512, "");

    private final int bits;
    private final String digestInfo;

    /** @param digestInfo what PKCS #1 puts before a digest, in hex; empty for PSS, which puts nothing there */
    SigningAlgorithm(int bits, String digestInfo) {
        this.bits = bits;
        this.digestInfo = digestInfo;
    }

    int digestLength() {
        return bits / 8;
    }

    /** Whether a digest that the caller made can be signed; Java's PSS takes whole messages only. */
    boolean takesDigests() {
        return !digestInfo.isEmpty();
    }

    byte[] sign(RsaMaterial key, byte[] message) throws GeneralSecurityException {
        if (takesDigests()) {
            return signDigest(key, digest(message));
        }
        Signature signature = pss();
        signature.initSign(key.privateKey());
        signature.update(message);
        return signature.sign();
    }

    boolean verify(RsaMaterial key, byte[] message, byte[] signed) throws GeneralSecurityException {
        if (takesDigests()) {
            return verifyDigest(key, digest(message), signed);
        }
        Signature signature = pss();
        signature.initVerify(key.publicKey());
        signature.update(message);
        try {
            return signature.verify(signed);
        } catch (SignatureException e) {
            // of another length than the key's
            return false;
        }
    }

    byte[] signDigest(RsaMaterial key, byte[] digest) throws GeneralSecurityException {
        Cipher rsa = pkcs1();
        rsa.init(Cipher.ENCRYPT_MODE, key.privateKey());
        return rsa.doFinal(encoded(digest));
    }

    boolean verifyDigest(RsaMaterial key, byte[] digest, byte[] signed) throws GeneralSecurityException {
        Cipher rsa = pkcs1();
        rsa.init(Cipher.DECRYPT_MODE, key.publicKey());
        try {
            return MessageDigest.isEqual(rsa.doFinal(signed), encoded(digest));
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            // another key's signature, or none
            return false;
        }
    }

    private byte[] encoded(byte[] digest) {
        byte[] prefix = HexFormat.of().parseHex(digestInfo);
        byte[] encoded = Arrays.copyOf(prefix, prefix.length + digest.length);
        System.arraycopy(digest, 0, encoded, prefix.length, digest.length);
        return encoded;
    }

    private byte[] digest(byte[] message) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-" + bits).digest(message);
    }

    private Signature pss() throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(
                new PSSParameterSpec("SHA-" + bits, "MGF1", new MGF1ParameterSpec("SHA-" + bits), digestLength(), 1));
        return signature;
    }

    private static Cipher pkcs1() throws GeneralSecurityException {
        return Cipher.getInstance("RSA/ECB/PKCS1Padding");
    }
}
