package io.spicerack.core.reading;

import io.spicerack.envelope.KeyUnavailableException;

/** Where rows of a reader leave to, such as a connection. Thread-safe. */
@FunctionalInterface
public interface Outlet {
    /**
     * Shuts it, so that nothing which was handed to it leaves any more, also none that waits in a buffer. Returns at once;
     * {@code shut} runs as soon as that is so.
     */
    void shut(KeyUnavailableException why, Runnable shut);
}
