package io.spicerack.model;

import org.jspecify.annotations.Nullable;

/**
 * An ingestion cannot go on, with the reason in QuickSight's vocabulary. The message is shown to people and kept in the
 * catalog: it holds no row, secret or key.
 */
public final class IngestionException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final IngestionErrorType type;

    public IngestionException(IngestionErrorType type, String message) {
        this(type, message, null);
    }

    public IngestionException(IngestionErrorType type, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.type = type;
    }

    public IngestionErrorType type() {
        return type;
    }
}
