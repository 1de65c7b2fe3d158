package io.spicerack.source;

/** A server asked for a password in a way in which others could read it; it got none. The message says how. */
public final class PasswordWithheldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PasswordWithheldException(String how) {
        super(how);
    }
}
