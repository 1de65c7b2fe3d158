package io.spicerack.catalog.database;

/**
 * The catalog's server is not reached. That it is away is logged once, and once that it is back: what is tried again of its own
 * accord says nothing of it. It has no stack trace, which would say the same of each caller.
 */
public final class CatalogAwayException extends CatalogException {
    private static final long serialVersionUID = 1L;

    public CatalogAwayException(String message) {
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
