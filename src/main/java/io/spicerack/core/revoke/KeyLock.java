package io.spicerack.core.revoke;

import io.spicerack.core.keys.KeyWatch;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.KeySwitch;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;

/**
 * Shuts keys and opens them again: at the key provider, and with it all that is open under them here. {@link
 * KeyUnavailableException} where the provider refuses. Thread-safe.
 */
public final class KeyLock {
    private final KeyService keys;
    private final KeyWatch watch;

    public KeyLock(KeyService keys, KeyWatch watch) {
        this.keys = keys;
        this.watch = watch;
    }

    /** Reads how people name a key; {@code IllegalArgumentException} says how the provider of keys names them. */
    public KeyReference reference(String text) {
        return keys.reference(text);
    }

    public boolean isDisabled(KeyReference key) {
        return keys.describe(key).state() == KeyState.Disabled;
    }

    /** Disables a key as somebody in KMS's console would: nothing here hears of it but by looking. */
    public void disable(KeyReference key) {
        keySwitch(key).disable(key);
    }

    /** Enables a key and no more: the key watch sees it. */
    public void enable(KeyReference key) {
        keySwitch(key).enable(key);
    }

    /** Cuts all that is open under a key that was disabled on purpose; the place of what other nodes are told of it. */
    long shut(KeyReference key) {
        return watch.lockedDown(key);
    }

    /** Takes in that a key was enabled on purpose, the same way. */
    long opened(KeyReference key) {
        return watch.unlocked(key);
    }

    /** Disables a key and cuts all that is open under it. */
    public void lockDown(KeyReference key) {
        disable(key);
        long unused = shut(key);
    }

    /** Enables a key, however it was disabled. */
    public void unlock(KeyReference key) {
        enable(key);
        long unused = opened(key);
    }

    private KeySwitch keySwitch(KeyReference key) {
        return keys.keySwitch()
                .orElseThrow(() -> new KeyUnavailableException(
                        key,
                        Reason.INVALID_STATE,
                        "the provider of key " + key + " cannot switch keys off and on. Do it where the key was made",
                        null));
    }
}
