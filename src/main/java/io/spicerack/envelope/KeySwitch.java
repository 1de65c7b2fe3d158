package io.spicerack.envelope;

import io.spicerack.model.KeyReference;

/**
 * What a {@link KeyService} whose keys can be switched off and on has besides: lock-downs and drills need it. Implementations
 * are thread-safe and throw {@link KeyUnavailableException} where the key is not switched.
 */
public interface KeySwitch {
    /** No use of the key succeeds any more (KMS DisableKey). */
    void disable(KeyReference key);

    /** Undoes that (KMS EnableKey). */
    void enable(KeyReference key);
}
