package io.spicerack.model;

/** The id that was asked for is taken; the message names it and the way out. */
public final class ResourceExistsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ResourceExistsException(String message) {
        super(message);
    }
}
