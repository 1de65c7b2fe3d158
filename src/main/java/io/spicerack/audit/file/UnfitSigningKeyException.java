package io.spicerack.audit.file;

/** The key is there and answers, but cannot sign digest files; the message says why and which one can. */
public final class UnfitSigningKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnfitSigningKeyException(String message) {
        super(message);
    }
}
