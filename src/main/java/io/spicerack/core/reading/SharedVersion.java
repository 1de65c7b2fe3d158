package io.spicerack.core.reading;

import io.spicerack.model.Ticker.Moment;
import io.spicerack.store.OpenVersion;

/**
 * A version that is open for one reader or for several, and KMS's last word on its key, which holds for all of them. Its keys are
 * wiped and its files closed as soon as the last one has left. Thread-safe.
 */
final class SharedVersion {
    private final OpenVersion opened;
    private int readers = 1;
    private volatile Moment proven;

    /** @param proven when KMS was asked to open its key */
    SharedVersion(OpenVersion opened, Moment proven) {
        this.opened = opened;
        this.proven = proven;
    }

    /** For one more reader, who leaves once; false where the last one has left. */
    synchronized boolean enter() {
        if (readers == 0) {
            return false;
        }
        readers++;
        return true;
    }

    synchronized void leave() {
        if (--readers == 0) {
            opened.close();
        }
    }

    OpenVersion opened() {
        return opened;
    }

    Moment proven() {
        return proven;
    }

    void proven(Moment when) {
        proven = when;
    }
}
