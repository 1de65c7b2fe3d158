package io.spicerack.model;

/** What was asked for needs something else first; the message names both. */
public final class PreconditionNotMetException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public PreconditionNotMetException(String message) {
        super(message);
    }
}
