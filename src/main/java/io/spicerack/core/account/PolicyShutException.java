package io.spicerack.core.account;

/** The rules of who may see which rows of a data set cannot be read or kept, so that nobody sees any. The message says why. */
public final class PolicyShutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PolicyShutException(String message) {
        super(message);
    }
}
