package io.spicerack.cli;

/** A command cannot do its work; the message says why and what to do. */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ServiceException(String message) {
        super(message);
    }
}
