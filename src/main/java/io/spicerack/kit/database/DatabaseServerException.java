package io.spicerack.kit.database;

import io.spicerack.model.DirectoryInUseException;
import org.jspecify.annotations.Nullable;

/** An embedded server cannot be started, stopped or administered; the message says which one and the way out. */
public final class DatabaseServerException extends RuntimeException {
    DatabaseServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static DatabaseServerException inUse(DatabaseConfig config, DirectoryInUseException cause) {
        return new DatabaseServerException(
                "Cannot start a database server in " + config.directory()
                        + ": one that is running uses it. Stop that, or choose another directory.",
                cause);
    }
}
