package io.spicerack.model;

/** There would be more of something than is allowed; the message says of what, how many are, and the way out. */
public final class LimitExceededException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public LimitExceededException(String message) {
        super(message);
    }
}
