package io.spicerack.aws;

import io.spicerack.model.DurationText;
import io.spicerack.model.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where AWS is and how long to wait for it.
 *
 * @param endpoint the embedded AWS or another stand-in; empty for real AWS
 * @param accessKey the embedded AWS's; empty for the SDK's default chain
 * @param callTimeout the most that one call with its retries may take
 */
public record AwsConfig(String region, Optional<URI> endpoint, Optional<AccessKey> accessKey, Duration callTimeout) {
    /** An access key id and its secret. */
    public record AccessKey(String id, Secret secret) {}

    public AwsConfig {
        if (callTimeout.isNegative() || callTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "spicerack.aws.call-timeout is " + DurationText.of(callTimeout) + "; it must be positive");
        }
    }
}
