package io.spicerack.core.trail;

import io.spicerack.audit.event.Outcome;
import io.spicerack.envelope.KeyUnavailableException;

/** The error codes that CloudTrail's records of KMS carry. */
public final class KmsErrorCodes {
    private KmsErrorCodes() {}

    /** A call without an answer may have been carried out. */
    public static Outcome.Failure failure(KeyUnavailableException failed) {
        String code = failed.errorCode().map(KmsErrorCodes::recorded).orElseGet(() -> byReason(failed));
        return new Outcome.Failure(code, failed.getMessage());
    }

    /** CloudTrail leaves out the last word of this one alone. */
    private static String recorded(String code) {
        return code.equals("AccessDeniedException") ? "AccessDenied" : code;
    }

    private static String byReason(KeyUnavailableException failed) {
        return switch (failed.reason()) {
            case DISABLED -> "DisabledException";
            case PENDING_DELETION, INVALID_STATE -> "KMSInvalidStateException";
            case NOT_FOUND -> "NotFoundException";
            case ACCESS_DENIED -> "AccessDenied";
            case WRONG_KIND -> "InvalidKeyUsageException";
            case WRONG_CIPHERTEXT -> "InvalidCiphertextException";
            case THROTTLED -> "ThrottlingException";
            case UNREACHABLE -> Outcome.UNKNOWN.code();
        };
    }
}
