package io.spicerack.envelope;

import org.jspecify.annotations.Nullable;

/** What is stored is not what was sealed: bytes were changed, cut, swapped, or belong to another version. */
public final class TamperedException extends Exception {
    private static final long serialVersionUID = 1L;

    public TamperedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
