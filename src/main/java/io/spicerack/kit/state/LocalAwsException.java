package io.spicerack.kit.state;

import org.jspecify.annotations.Nullable;

/** The local AWS cannot start or cannot keep its state; the message names the port or file and the way out. */
public final class LocalAwsException extends RuntimeException {
    public LocalAwsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
