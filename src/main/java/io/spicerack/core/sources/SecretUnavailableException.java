package io.spicerack.core.sources;

import io.spicerack.audit.event.Outcome;
import io.spicerack.model.Arn;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A secret cannot be had. It keeps no cause, since a cause may quote the secret. */
public final class SecretUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What Secrets Manager answers where it cannot serve now. */
    private static final Set<String> SLOWED_DOWN = Set.of(
            "ThrottlingException", "InternalServiceError", "InternalServiceErrorException", "ServiceUnavailable");

    private final transient Outcome.Failure outcome;

    public SecretUnavailableException(Arn secret, String reason) {
        this(secret, reason, null);
    }

    /** The {@code outcome} is how AWS answered; null where it was not AWS that was asked. */
    public SecretUnavailableException(Arn secret, String reason, Outcome.@Nullable Failure outcome) {
        super("Secret " + secret + " cannot be used: " + reason);
        this.outcome = outcome == null ? new Outcome.Failure("SecretUnavailable", getMessage()) : outcome;
    }

    /** Whether nobody has said anything of the secret: whoever keeps it was not reached, or did not answer as itself. */
    boolean silent() {
        return outcome.equals(Outcome.UNKNOWN) || SLOWED_DOWN.contains(outcome.code());
    }

    /** For the record of the call. */
    Outcome.Failure outcome() {
        return outcome;
    }
}
