package io.spicerack.catalog;

/** A change contradicts what the catalog holds: the record exists already, is not there, or may not go to that state. */
public final class RefusedChangeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RefusedChangeException(String message) {
        super(message);
    }
}
