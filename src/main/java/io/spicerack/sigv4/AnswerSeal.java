package io.spicerack.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what a signed request got under a key that comes from its signature and from the address that it was sent from. Whoever
 * has the sealed answer alone cannot open it, since a signature cannot be told from its digest. Immutable.
 */
public final class AnswerSeal {
    private static final String PURPOSE = "the first answer to a signed request from ";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final String digest;
    private final SecretKeySpec key;

    private AnswerSeal(String digest, SecretKeySpec key) {
        this.digest = digest;
        this.key = key;
    }

    /** {@code peer}: the address that the request came from. */
    public static AnswerSeal of(SignedRequest request, String peer) {
        byte[] signature = SignatureCheck.signature(request).getBytes(UTF_8);
        try {
            Mac derived = Mac.getInstance("HmacSHA256");
            derived.init(new SecretKeySpec(signature, "HmacSHA256"));
            return new AnswerSeal(
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(signature)),
                    new SecretKeySpec(derived.doFinal((PURPOSE + peer).getBytes(UTF_8)), "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java derives no key by HmacSHA256", e);
        }
    }

    /** Tells the request from others, and gives neither its signature nor the key away. */
    public String digest() {
        return digest;
    }

    public byte[] seal(byte[] answer) {
        byte[] nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(answer);
            return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java does not seal by AES-GCM", e);
        }
    }

    /** Empty where the same request came from another address, or the sealed answer was changed. */
    public Optional<byte[]> open(byte[] sealed) {
        if (sealed.length < NONCE_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES))
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java does not open by AES-GCM", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(digest.getBytes(UTF_8));
        return cipher;
    }
}
