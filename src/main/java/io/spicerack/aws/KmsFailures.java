package io.spicerack.aws;

import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.model.KeyReference;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** The one place that turns KMS's errors into reasons and ways out. */
public final class KmsFailures {
    private KmsFailures() {}

    /** What came of a call that somebody else made for us; what is not of AWS may have come after KMS did what it was asked. */
    public static KeyUnavailableException unavailable(KeyReference key, Throwable failure) {
        return failure instanceof SdkException of
                ? translate(key, of)
                : new KeyUnavailableException(
                        key,
                        Reason.UNREACHABLE,
                        "whether KMS did what it was asked with key " + key + " is not known ("
                                + PeerWords.of(failure.getMessage()) + "). Look at the key in KMS.",
                        failure);
    }

    static KeyUnavailableException translate(KeyReference key, SdkException failure) {
        Optional<AwsErrorDetails> details = CallFailures.details(failure);
        if (!(failure instanceof AwsServiceException service)) {
            return silent(key, PeerWords.of(failure.getMessage()), failure);
        }
        if (details.isEmpty()) {
            // a gateway's, whatever its status is: KMS has not said no
            return silent(key, "HTTP status " + service.statusCode() + " without an error code of AWS", failure);
        }
        String said = PeerWords.of(details.get().errorMessage());
        String code = details.get().errorCode();
        Reason reason = reason(code, said, service.statusCode());
        return new KeyUnavailableException(
                key,
                reason,
                "KMS key " + key + ": " + words(reason) + " (" + PeerWords.of(code) + ": " + said + ")",
                failure,
                code);
    }

    /** An answer that looks like KMS's, but does not hold what was asked for. */
    static KeyUnavailableException nonsense(KeyReference key, @Nullable RuntimeException why) {
        return silent(key, "its answer does not hold what was asked for", why);
    }

    private static KeyUnavailableException silent(KeyReference key, String why, @Nullable Throwable failure) {
        return new KeyUnavailableException(
                key,
                Reason.UNREACHABLE,
                "KMS did not answer for key " + key + " (" + why
                        + "). Check the network and the endpoint; it is tried again at the next use.",
                failure);
    }

    private static Reason reason(String code, String said, int status) {
        boolean pendingDeletion = said.toLowerCase(Locale.ROOT).contains("pending deletion");
        return switch (code) {
            case "DisabledException" -> pendingDeletion ? Reason.PENDING_DELETION : Reason.DISABLED;
            case "KMSInvalidStateException" -> pendingDeletion ? Reason.PENDING_DELETION : Reason.INVALID_STATE;
            case "NotFoundException" -> Reason.NOT_FOUND;
            case "AccessDeniedException", "UnrecognizedClientException", "InvalidSignatureException" ->
                Reason.ACCESS_DENIED;
            case "InvalidKeyUsageException", "UnsupportedOperationException", "InvalidArnException" ->
                Reason.WRONG_KIND;
            case "InvalidCiphertextException", "IncorrectKeyException" -> Reason.WRONG_CIPHERTEXT;
            case "ThrottlingException", "LimitExceededException" -> Reason.THROTTLED;
            default -> status >= 500 ? Reason.UNREACHABLE : Reason.INVALID_STATE;
        };
    }

    private static String words(Reason reason) {
        return switch (reason) {
            case DISABLED -> "it is Disabled. Enable the key, or make another key the default and refresh";
            case PENDING_DELETION -> "it is PendingDeletion. Cancel the deletion and enable the key before it is gone";
            case NOT_FOUND -> "there is no such key in this account and Region. Check the ARN";
            case ACCESS_DENIED -> "this service may not use it. Check the key policy, grants and the role's policy";
            case WRONG_KIND -> "it is not a symmetric encryption key. Register a SYMMETRIC_DEFAULT key";
            case WRONG_CIPHERTEXT -> "the wrapped key does not open under it with this data set's encryption context";
            case INVALID_STATE -> "its state does not allow this use. Look at the key in KMS";
            case THROTTLED -> "KMS asks to slow down. It is tried again; raise the request quota if it stays";
            case UNREACHABLE -> "KMS cannot serve it now. It is tried again at the next use";
        };
    }
}
