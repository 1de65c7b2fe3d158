package io.spicerack.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where AWS is and how long to wait for it. Credentials come from the SDK's default chain.
 *
 * @param endpoint the embedded AWS or another stand-in; empty for real AWS
 * @param callTimeout the most that one call with its retries may take
 */
public record AwsConfig(String region, Optional<URI> endpoint, Duration callTimeout) {
    public AwsConfig {
        if (callTimeout.isNegative() || callTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "spicerack.aws.call-timeout is " + callTimeout + "; it must be positive");
        }
    }
}
