package io.spicerack.envelope;

import io.spicerack.model.KeyReference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key cannot be used now. The reason says whether waiting helps; the message names the key, what the provider answered and
 * the way out.
 */
public final class KeyUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why; each fails closed. */
    public enum Reason {
        DISABLED,
        PENDING_DELETION,
        NOT_FOUND,
        ACCESS_DENIED,
        WRONG_KIND,
        WRONG_CIPHERTEXT,
        INVALID_STATE,
        THROTTLED,
        UNREACHABLE
    }

    private final transient KeyReference key;
    private final Reason reason;
    private final @Nullable String errorCode;

    public KeyUnavailableException(KeyReference key, Reason reason, String message, @Nullable Throwable cause) {
        this(key, reason, message, cause, null);
    }

    /** The {@code errorCode} is what KMS called it; null where it gave no answer. */
    public KeyUnavailableException(
            KeyReference key, Reason reason, String message, @Nullable Throwable cause, @Nullable String errorCode) {
        super(message, cause);
        this.key = key;
        this.reason = reason;
        this.errorCode = errorCode;
    }

    public KeyReference key() {
        return key;
    }

    public Reason reason() {
        return reason;
    }

    /** What KMS called it, such as {@code DisabledException}; empty where it gave no answer or was not asked. */
    public Optional<String> errorCode() {
        return Optional.ofNullable(errorCode);
    }

    /** Whether the same call may succeed a little later without anybody doing anything. */
    public boolean passing() {
        return reason == Reason.THROTTLED || reason == Reason.UNREACHABLE;
    }
}
