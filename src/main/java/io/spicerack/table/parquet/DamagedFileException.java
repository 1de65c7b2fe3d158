package io.spicerack.table.parquet;

import org.jspecify.annotations.Nullable;

/** A sealed file does not open under its key: its bytes were changed, cut or swapped. The message names file and place. */
public final class DamagedFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DamagedFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
