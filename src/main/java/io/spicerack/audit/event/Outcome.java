package io.spicerack.audit.event;

import org.jspecify.annotations.Nullable;

/** How a call ended. Immutable. */
public sealed interface Outcome {
    Outcome SUCCESS = new Success();

    Outcome DONE_BEFORE = new DoneBefore();

    /** Of a call that was begun and whose end nobody can tell. */
    Failure UNKNOWN = new Failure(
            "OutcomeUnknown",
            "The call was about to be made when the service stopped or lost the answer. Whether it was made, and how it"
                    + " ended, is on record at the other side; 'spicerack audit reconcile' compares.");

    /** The call did what it was asked to. */
    record Success() implements Outcome {}

    /** What the call was to do had been done before, so that AWS found nothing to do it to. */
    record DoneBefore() implements Outcome {}

    /**
     * The call was refused or failed.
     *
     * @param code AWS's, such as {@code DisabledException} or {@code AccessDenied}
     * @param message without rows, secrets and keys
     */
    record Failure(String code, @Nullable String message) implements Outcome {}
}
