package io.spicerack.audit;

import org.jspecify.annotations.Nullable;

/** How a call ended. Immutable. */
public sealed interface Outcome {
    Outcome SUCCESS = new Success();

    /** The call did what it was asked to. */
    record Success() implements Outcome {}

    /**
     * The call was refused or failed.
     *
     * @param code AWS's, such as {@code DisabledException} or {@code AccessDenied}
     * @param message without rows, secrets and keys
     */
    record Failure(String code, @Nullable String message) implements Outcome {}
}
