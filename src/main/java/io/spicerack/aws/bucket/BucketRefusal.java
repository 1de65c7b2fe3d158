package io.spicerack.aws.bucket;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Why a call of S3 failed, in S3's code and status alone: an answer's text may be anybody's. Stateless. */
final class BucketRefusal {
    private BucketRefusal() {}

    static String words(SdkException e) {
        if (!(e instanceof AwsServiceException service)) {
            return "nothing (" + e.getClass().getSimpleName() + ")";
        }
        String code = service.awsErrorDetails() == null
                ? ""
                : String.valueOf(service.awsErrorDetails().errorCode());
        return (code.matches("[A-Za-z0-9]{1,60}") ? code : "no code") + " (HTTP " + service.statusCode() + ")";
    }
}
