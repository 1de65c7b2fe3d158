package io.spicerack.aws.bucket;

import io.spicerack.aws.StoreClients;
import io.spicerack.kit.aws.AwsUnderTest;
import io.spicerack.store.BucketAddress;
import java.net.URI;
import java.util.UUID;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket of its own, and a store in it that is reached through an HTTP client that may fail. */
public final class BucketUnderTest implements AutoCloseable {
    public final String bucket = "store-" + UUID.randomUUID();
    public final FaultyHttp http = new FaultyHttp(ApacheHttpClient.create());
    public final S3Client s3;
    public final BucketPlaces places;

    public BucketUnderTest(URI endpoint) {
        s3 = AwsUnderTest.s3(endpoint);
        s3.createBucket(request -> request.bucket(bucket));
        places = places();
    }

    /** Another process's look at the same store. */
    public BucketPlaces places() {
        return places("a/store");
    }

    public BucketPlaces places(String prefix) {
        return new BucketPlaces(client(), BucketAddress.parse("s3://" + bucket + "/" + prefix));
    }

    private S3Client client() {
        return S3Client.builder()
                .endpointOverride(
                        s3.serviceClientConfiguration().endpointOverride().orElseThrow())
                .region(s3.serviceClientConfiguration().region())
                .credentialsProvider(
                        AwsUnderTest.credentials(AwsUnderTest.ACCESS_KEY_ID, AwsUnderTest.SECRET_ACCESS_KEY))
                .httpClient(http)
                .forcePathStyle(true)
                .overrideConfiguration(
                        options -> options.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(3)
                                .retryOnException(StoreClients::brokeOff)
                                .backoffStrategy(BackoffStrategy.retryImmediately())
                                .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                                .build()))
                .build();
    }

    @Override
    public void close() {
        places.close();
        http.close();
        s3.close();
    }
}
