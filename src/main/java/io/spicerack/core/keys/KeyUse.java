package io.spicerack.core.keys;

import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.model.KeyReference;
import io.spicerack.model.Ticker.Moment;

/** Something that is open under a key and can be cut from another thread. */
public interface KeyUse {
    KeyReference key();

    /** A version lies under another KMS key from now on; a use of that version is cut with the new one. */
    default void rewrapped(VersionRecord version) {}

    /** When KMS last agreed to the use. */
    Moment proven();

    /** Ends the use: its next step fails with {@code why}, and its key bytes are wiped. */
    void cut(KeyUnavailableException why);
}
