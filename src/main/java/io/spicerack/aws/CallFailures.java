package io.spicerack.aws;

import io.spicerack.audit.event.Outcome;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** How a call of AWS that failed is put on record. */
public final class CallFailures {
    private CallFailures() {}

    /**
     * AWS's own code and words; an unknown outcome where it gave no answer, or something without a code that is not AWS's, as a
     * gateway's page; empty where AWS was not the one that failed.
     */
    public static Optional<Outcome.Failure> outcome(Throwable failure) {
        Optional<AwsErrorDetails> details = details(failure);
        if (details.isPresent()) {
            String said = details.get().errorMessage();
            return Optional.of(
                    new Outcome.Failure(recorded(details.get().errorCode()), said == null ? null : PeerWords.of(said)));
        }
        return failure instanceof SdkException ? Optional.of(Outcome.UNKNOWN) : Optional.empty();
    }

    /** What to tell people of a call that failed; empty where AWS was not the one that failed. */
    public static Optional<String> words(Throwable failure) {
        return failure instanceof SdkException
                ? Optional.of(details(failure)
                        .map(details -> "AWS says " + PeerWords.of(details.errorCode()) + ": "
                                + PeerWords.of(details.errorMessage()))
                        .orElseGet(() -> "AWS could not be asked: " + PeerWords.of(failure.getMessage())))
                : Optional.empty();
    }

    /** What AWS said of a failure: what has no code is not AWS's. */
    static Optional<AwsErrorDetails> details(Throwable failure) {
        return failure instanceof AwsServiceException service
                ? Optional.ofNullable(service.awsErrorDetails())
                        .filter(details -> details.errorCode() != null
                                && !details.errorCode().isBlank())
                : Optional.empty();
    }

    /** CloudTrail leaves out the last word of this one alone. */
    private static String recorded(String code) {
        return code.equals("AccessDeniedException") ? "AccessDenied" : PeerWords.of(code);
    }
}
