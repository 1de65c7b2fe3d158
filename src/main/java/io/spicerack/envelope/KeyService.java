package io.spicerack.envelope;

import io.spicerack.model.KeyReference;
import java.util.Optional;

/**
 * The port to KMS or another provider of keys: all that Spicerack asks of a key. Grants and a switch are capabilities that a
 * provider may lack. Implementations are thread-safe, block for at most their configured
 * time-out, and throw {@link KeyUnavailableException} whenever the key cannot be used. The key that the provider says it used
 * is compared with the one asked for; a difference is refused, and so is a reference of another provider's.
 */
public interface KeyService {
    /** Reads how people name a key of this provider; {@code IllegalArgumentException} says how. Asks nobody. */
    KeyReference reference(String text);

    /** Why no key of this name can protect data here, such as one of another account; empty where a look decides. Asks nobody. */
    default Optional<String> outOfPlace(KeyReference key) {
        return Optional.empty();
    }

    /** A new 256-bit data key under {@code key} (KMS GenerateDataKey). The caller closes its {@code plaintext}. */
    GeneratedKey generateDataKey(KeyReference key, EncryptionContext context);

    /** Opens a data key (KMS Decrypt). The caller closes it. */
    DataKey decrypt(WrappedKey wrapped, EncryptionContext context);

    /** Encrypts at most 4,096 bytes directly under {@code key} (KMS Encrypt), for credentials that were given as a pair. */
    WrappedKey encrypt(KeyReference key, byte[] plaintext, EncryptionContext context);

    /**
     * Puts what is wrapped under another key without opening it here (KMS ReEncrypt); the context stays the same.
     * {@link KeyUnavailableException} names the key that is at fault, the former or the new one.
     */
    default WrappedKey reEncrypt(WrappedKey wrapped, KeyReference to, EncryptionContext context) {
        return reEncrypt(wrapped, context, to, context);
    }

    /** The same for what gets another context, {@code after}, in place of the one that it was wrapped with. */
    WrappedKey reEncrypt(WrappedKey wrapped, EncryptionContext before, KeyReference to, EncryptionContext after);

    /** Asks whether the key may be used for data keys, without using it (KMS GenerateDataKey as a dry run). */
    void permitted(KeyReference key, EncryptionContext context);

    /** Opens what {@link #encrypt} made. The caller wipes the bytes. */
    byte[] decryptBytes(WrappedKey wrapped, EncryptionContext context);

    /** State and kind of a key (KMS DescribeKey); an unknown key is described as Missing, not thrown. */
    KeyDescription describe(KeyReference key);

    /** Grants on keys; empty where the provider has none, and then none are made. */
    default Optional<? extends KeyGrants> keyGrants() {
        return Optional.empty();
    }

    /** Switches keys off and on; empty where the provider cannot. */
    default Optional<KeySwitch> keySwitch() {
        return Optional.empty();
    }
}
