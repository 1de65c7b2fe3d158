package io.spicerack.catalog.database;

/** The catalog cannot be opened, read or written; the message names the place and the way out. */
public class CatalogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CatalogException(String message) {
        super(message);
    }

    public CatalogException(String message, Throwable cause) {
        super(message, cause);
    }
}
