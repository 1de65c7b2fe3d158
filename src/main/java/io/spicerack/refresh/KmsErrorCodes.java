package io.spicerack.refresh;

import io.spicerack.envelope.KeyUnavailableException.Reason;

/** The error codes that CloudTrail's records of KMS carry. */
final class KmsErrorCodes {
    private KmsErrorCodes() {}

    static String of(Reason reason) {
        return switch (reason) {
            case DISABLED -> "DisabledException";
            case PENDING_DELETION, INVALID_STATE -> "KMSInvalidStateException";
            case NOT_FOUND -> "NotFoundException";
            case ACCESS_DENIED -> "AccessDenied";
            case WRONG_KIND -> "InvalidKeyUsageException";
            case WRONG_CIPHERTEXT -> "InvalidCiphertextException";
            case THROTTLED -> "ThrottlingException";
            case UNREACHABLE -> "DependencyTimeoutException";
        };
    }
}
