package io.spicerack.core.account;

/** A change through the API to what a file declares. The message names the file. */
public final class DeclaredElsewhereException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeclaredElsewhereException(String message) {
        super(message);
    }
}
