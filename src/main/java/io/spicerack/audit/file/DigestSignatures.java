package io.spicerack.audit.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks digest files' signatures under known public keys. Thread-safe. */
public final class DigestSignatures {
    private final Map<String, DigestKey> keys = new HashMap<>();

    public DigestSignatures(List<DigestKey> known) {
        known.forEach(key -> keys.put(key.fingerprint(), key));
    }

    /** Why the digest file is not to be believed; empty where it is. */
    public Optional<String> problem(String key, JsonNode digest, String sha256, String signature) {
        if (!digest.path("digestS3Object").asText().equals(key)) {
            return Optional.of(
                    "was moved here from " + digest.path("digestS3Object").asText("another place"));
        }
        String fingerprint = digest.path("digestPublicKeyFingerprint").asText();
        DigestKey signer = keys.get(fingerprint);
        if (signer == null) {
            return Optional.of("is signed with key " + fingerprint + ", which is not among the public keys given: "
                    + keys.keySet().stream().sorted().toList());
        }
        String location = digest.path("digestS3Bucket").asText() + "/" + key;
        String before = digest.path("previousDigestSignature").asText("null");
        byte[] text = DigestFile.stringToSign(digest.path("digestEndTime").asText(), location, sha256, before);
        return verifies(signer, text, signature)
                ? Optional.empty()
                : Optional.of("was changed: its signature is wrong");
    }

    private static boolean verifies(DigestKey key, byte[] text, String signature) {
        try {
            Signature check = Signature.getInstance(DigestFile.ALGORITHM);
            check.initVerify(publicKey(key.pkcs1()));
            check.update(text);
            return check.verify(HexFormat.of().parseHex(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // no signature, or none of this key's length
            return false;
        }
    }

    private static PublicKey publicKey(byte[] pkcs1) throws GeneralSecurityException {
        Der der = new Der(pkcs1);
        der.enter();
        BigInteger modulus = der.integer();
        BigInteger exponent = der.integer();
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
    }
}
