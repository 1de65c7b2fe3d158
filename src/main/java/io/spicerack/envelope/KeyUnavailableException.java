package io.spicerack.envelope;

import io.spicerack.model.Arn;
import org.jspecify.annotations.Nullable;

/**
 * A KMS key cannot be used now. The reason says whether waiting helps; the message names the key, what KMS answered and
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

    private final transient Arn key;
    private final Reason reason;

    public KeyUnavailableException(Arn key, Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.key = key;
        this.reason = reason;
    }

    public Arn key() {
        return key;
    }

    public Reason reason() {
        return reason;
    }

    /** Whether the same call may succeed a little later without anybody doing anything. */
    public boolean passing() {
        return reason == Reason.THROTTLED || reason == Reason.UNREACHABLE;
    }
}
