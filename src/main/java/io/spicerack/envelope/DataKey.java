package io.spicerack.envelope;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A 256-bit data key in the clear. It hands out operations, not its bytes, and is wiped on close. Thread-safe: a close
 * waits for operations under way, and later ones are refused.
 *
 * <p>Sealed messages are nonce (12 bytes), ciphertext, tag (16 bytes): AES-256-GCM with a random nonce, the layout of
 * Parquet's key material (parquet-format, Encryption.md, section 5.1, without the length prefix).
 */
public final class DataKey implements AutoCloseable {
    /** Bytes of a data key and of a file key. */
    public static final int LENGTH = 32;

    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final byte[] key;
    private final SecureRandom random;
    private boolean closed;

    /** Takes over {@code key}, which must be {@value #LENGTH} bytes: the caller no longer uses it. */
    public DataKey(byte[] key, SecureRandom random) {
        if (key.length != LENGTH) {
            int length = key.length;
            Arrays.fill(key, (byte) 0);
            throw new IllegalArgumentException("a data key has " + LENGTH + " bytes, not " + length);
        }
        this.key = key;
        this.random = random;
    }

    /** Encrypts and authenticates {@code plaintext} together with {@code aad}. */
    public synchronized byte[] seal(byte[] plaintext, byte[] aad) {
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, aad);
            byte[] message = Arrays.copyOf(nonce, NONCE_LENGTH + cipher.getOutputSize(plaintext.length));
            cipher.doFinal(plaintext, 0, plaintext.length, message, NONCE_LENGTH);
            return message;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not available in this Java runtime", e);
        }
    }

    /** Opens what {@link #seal} made; {@link TamperedException} when one bit of message or aad differs. */
    public synchronized byte[] open(byte[] message, byte[] aad) throws TamperedException {
        if (message.length < NONCE_LENGTH + TAG_BITS / 8) {
            throw new TamperedException("a sealed message of " + message.length + " bytes is too short", null);
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(message, NONCE_LENGTH), aad);
            return cipher.doFinal(message, NONCE_LENGTH, message.length - NONCE_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new TamperedException("a sealed message does not open under its data key", e);
        }
    }

    /** HMAC-SHA-256 of {@code message}: the same for the same message, and of no use to whoever has not this key. */
    public synchronized byte[] mac(byte[] message) {
        if (closed) {
            throw new IllegalStateException("this data key is closed");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available in this Java runtime", e);
        }
    }

    /** A fresh random key for one file, and this key's sealing of it. The caller closes the plaintext. */
    public FileKey newFileKey(byte[] aad) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new FileKey(bytes, seal(bytes, aad));
    }

    /** Opens a file key that {@link #newFileKey} sealed. The caller closes it. */
    public FileKey openFileKey(byte[] wrapped, byte[] aad) throws TamperedException {
        return new FileKey(open(wrapped, aad), wrapped.clone());
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] aad) throws GeneralSecurityException {
        if (closed) {
            throw new IllegalStateException("this data key is closed");
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(aad);
        return cipher;
    }

    @Override
    public synchronized void close() {
        Arrays.fill(key, (byte) 0);
        closed = true;
    }

    @Override
    public String toString() {
        return "DataKey[redacted]";
    }
}
