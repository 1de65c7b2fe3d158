package io.spicerack.core.revoke;

import io.spicerack.core.keys.KeyWatch;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.model.Arn;

/**
 * Disables and enables keys in KMS, for lock-downs and drills. An implementation puts each call on record ({@link
 * KeyWatch#switching}). {@link KeyUnavailableException} where KMS refuses. Thread-safe.
 */
public interface KeySwitch {
    /** Where nothing is there to do it with. */
    KeySwitch NONE = new KeySwitch() {
        @Override
        public void disable(Arn key) {
            throw none(key);
        }

        @Override
        public void lockDown(Arn key) {
            throw none(key);
        }

        @Override
        public void unlock(Arn key) {
            throw none(key);
        }

        private static KeyUnavailableException none(Arn key) {
            return new KeyUnavailableException(
                    key, Reason.INVALID_STATE, "there is no route that could switch key " + key, null);
        }
    };

    /** Disables a key as somebody in KMS's console would: nothing here hears of it but by looking. */
    void disable(Arn key);

    /** Disables a key and cuts all that is open under it ({@link KeyWatch#lockedDown}). */
    void lockDown(Arn key);

    /** Enables a key, however it was disabled ({@link KeyWatch#unlocked}). */
    void unlock(Arn key);
}
