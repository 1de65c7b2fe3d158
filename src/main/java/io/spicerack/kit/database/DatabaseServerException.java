package io.spicerack.kit.database;

import org.jspecify.annotations.Nullable;

/** An embedded server cannot be started, stopped or administered; the message says which one and the way out. */
public final class DatabaseServerException extends RuntimeException {
    DatabaseServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
