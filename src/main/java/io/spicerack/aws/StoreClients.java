package io.spicerack.aws;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;

/** The client of the store's bucket: it has megabytes to bring, and waits longer than one that asks a question. Stateless. */
public final class StoreClients {
    private static final Duration ATTEMPT = Duration.ofSeconds(60);
    private static final Duration CALL = Duration.ofMinutes(3);

    /** In all: throttled calls get further apart with each. */
    private static final int TRIES = 6;

    /** Of an object at once, by whoever reads it through {@link #s3}. */
    public static final int RANGE_BYTES = 8 << 20;

    private StoreClients() {}

    /** The SDK takes an answer in XML that breaks off for one that is not XML, and would not try again. */
    public static boolean brokeOff(Throwable failure) {
        return failure instanceof SdkClientException
                && Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                        .anyMatch(cause -> cause instanceof IOException);
    }

    public static S3Client s3(AwsConfig config) {
        var builder = AwsClients.configured(S3Client.builder(), config, GenuineAnswers.ofObjects(RANGE_BYTES))
                // a stand-in has no host name for each bucket
                .forcePathStyle(config.endpoint().isPresent());
        return builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                        .apiCallTimeout(CALL)
                        .apiCallAttemptTimeout(ATTEMPT)
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(TRIES)
                                .retryOnException(StoreClients::brokeOff)
                                .build())
                        .build())
                .build();
    }
}
