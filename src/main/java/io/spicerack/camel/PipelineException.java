package io.spicerack.camel;

import org.jspecify.annotations.Nullable;

/** The routes cannot run; the message names the file and the fault. */
public final class PipelineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PipelineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
