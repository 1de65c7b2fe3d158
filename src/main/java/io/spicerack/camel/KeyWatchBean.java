package io.spicerack.camel;

import io.spicerack.catalog.database.CatalogAwayException;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.revoke.KeyLock;

/**
 * The bean {@code keyWatch}: what routes say of keys is when to look at them and which one to switch. Each call is on record
 * whoever asks for it. Thread-safe.
 */
public final class KeyWatchBean {
    private final KeyWatch watch;
    private final KeyLock lock;

    KeyWatchBean(KeyWatch watch, KeyLock lock) {
        this.watch = watch;
        this.lock = lock;
    }

    /** Asks KMS how every key in use is, and cuts what is open under one that is not Enabled. */
    public void look() {
        try {
            watch.look();
        } catch (CatalogAwayException e) {
            // it was told that it is away, and the next look follows
        }
    }

    /** Disables a key with no more ado than somebody in KMS's console would. */
    public void disable(String key) {
        lock.disable(lock.reference(key));
    }

    /** Enables it, the same way. */
    public void enable(String key) {
        lock.enable(lock.reference(key));
    }

    /** Disables a key and cuts all that is open under it at once. */
    public void lockDown(String key) {
        lock.lockDown(lock.reference(key));
    }

    /** Undoes a lock-down. */
    public void unlock(String key) {
        lock.unlock(lock.reference(key));
    }
}
