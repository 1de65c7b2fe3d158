package io.spicerack.camel;

import io.spicerack.envelope.KeyUnavailableException.Reason;

/** What an exception of aws2-kms says; this layer knows the SDK's exceptions by name only. */
final class FailedCall {
    private FailedCall() {}

    static Reason reason(Throwable failure) {
        return switch (code(failure)) {
            case "AccessDenied" -> Reason.ACCESS_DENIED;
            case "NotFoundException" -> Reason.NOT_FOUND;
            case "KmsInvalidStateException" -> Reason.INVALID_STATE;
            default -> Reason.UNREACHABLE;
        };
    }

    /** As CloudTrail's errorCode has it. */
    static String code(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("is not authorized to perform")
                ? "AccessDenied"
                : failure.getClass().getSimpleName();
    }
}
