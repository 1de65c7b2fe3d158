package io.spicerack.camel;

import io.spicerack.audit.event.Outcome;
import io.spicerack.envelope.KeyUnavailableException.Reason;

/** What an exception of aws2-kms says. Immutable. */
record FailedCall(AwsFailures failures) {
    Reason reason(Throwable failure) {
        return switch (outcome(failure).code()) {
            case "AccessDenied" -> Reason.ACCESS_DENIED;
            case "NotFoundException" -> Reason.NOT_FOUND;
            case "KMSInvalidStateException" -> Reason.INVALID_STATE;
            default -> Reason.UNREACHABLE;
        };
    }

    /** As CloudTrail has it; what did not come from AWS may have come after it was called. */
    Outcome.Failure outcome(Throwable failure) {
        return failures.outcome(failure).orElse(Outcome.UNKNOWN);
    }
}
