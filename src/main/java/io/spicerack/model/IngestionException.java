package io.spicerack.model;

import org.jspecify.annotations.Nullable;

/**
 * An ingestion cannot go on, with the reason in QuickSight's vocabulary. The message is shown to people and kept in the
 * catalog: it holds no row, secret or key.
 */
public final class IngestionException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final IngestionErrorType type;
    private final boolean passing;

    public IngestionException(IngestionErrorType type, String message) {
        this(type, message, null);
    }

    public IngestionException(IngestionErrorType type, String message, @Nullable Throwable cause) {
        this(type, message, cause, type == IngestionErrorType.CONNECTION_FAILURE);
    }

    private IngestionException(IngestionErrorType type, String message, @Nullable Throwable cause, boolean passing) {
        super(message, cause);
        this.type = type;
        this.passing = passing;
    }

    /** One that may be gone when the same is tried again. */
    public static IngestionException passing(IngestionErrorType type, String message, @Nullable Throwable cause) {
        return new IngestionException(type, message, cause, true);
    }

    /** One that comes again however often the same is tried. */
    public static IngestionException lasting(IngestionErrorType type, String message, @Nullable Throwable cause) {
        return new IngestionException(type, message, cause, false);
    }

    public IngestionErrorType type() {
        return type;
    }

    /** Whether it may be gone when the same is tried again, as a lost connection. */
    public boolean passing() {
        return passing;
    }
}
