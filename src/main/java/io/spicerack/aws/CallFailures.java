package io.spicerack.aws;

import io.spicerack.audit.event.Outcome;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** How a call of AWS that failed is put on record. */
public final class CallFailures {
    private CallFailures() {}

    /** AWS's own code and words; an unknown outcome where it gave no answer; empty where AWS was not the one that failed. */
    public static Optional<Outcome.Failure> outcome(Throwable failure) {
        if (failure instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            AwsErrorDetails details = service.awsErrorDetails();
            return Optional.of(new Outcome.Failure(recorded(details.errorCode()), details.errorMessage()));
        }
        return failure instanceof SdkException ? Optional.of(Outcome.UNKNOWN) : Optional.empty();
    }

    /** CloudTrail leaves out the last word of this one alone. */
    private static String recorded(String code) {
        return code.equals("AccessDeniedException") ? "AccessDenied" : code;
    }
}
