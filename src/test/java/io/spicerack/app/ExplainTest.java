package io.spicerack.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.kit.aws.AwsUnderTest;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;

/** What people are told where AWS does not do what a command asks. */
class ExplainTest {
    @RegisterExtension
    static final AwsUnderTest AWS = new AwsUnderTest();

    private static String said(URI endpoint, AwsCredentialsProvider credentials) {
        try (CloudTrailClient client = CloudTrailClient.builder()
                .region(Region.EU_WEST_1)
                .endpointOverride(endpoint)
                .credentialsProvider(credentials)
                .build()) {
            client.lookupEvents();
            throw new AssertionError("AWS has answered");
        } catch (SdkException e) {
            return Explain.failure(e);
        }
    }

    private static AwsCredentialsProvider key(String secret) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(AwsUnderTest.ACCESS_KEY_ID, secret));
    }

    @Test
    void whoHasNoCredentialsIsToldWhereTheyAreLookedFor() {
        AwsCredentialsProvider none = AwsCredentialsProviderChain.of(() -> {
            throw new IllegalStateException("a profile's file says " + AwsUnderTest.SECRET_ACCESS_KEY);
        });
        assertThat(said(AWS.endpoint(), none))
                .isEqualTo("AWS could not be asked: there are no credentials for AWS: neither in the environment"
                        + " (AWS_ACCESS_KEY_ID), nor in a profile (AWS_PROFILE), nor as a role of this machine or"
                        + " container");
    }

    @Test
    void whoHasNoRegionIsToldWhatToSet() {
        try {
            new AwsRegionProviderChain(() -> null).getRegion();
            throw new AssertionError("there is a Region");
        } catch (SdkException e) {
            assertThat(Explain.failure(e))
                    .isEqualTo("AWS could not be asked: there is no AWS Region: set AWS_REGION, or name one in the"
                            + " profile");
        }
    }

    @Test
    void whatAwsSaysAndWhatTheNetworkSaysIsToldInALine() {
        assertThat(said(AWS.endpoint(), key("another")))
                .startsWith("AWS says InvalidSignatureException: ")
                .doesNotContain("\n");
        assertThat(said(URI.create("http://127.0.0.1:1"), key("another")))
                .startsWith("AWS could not be asked: ")
                .contains("onnect")
                .doesNotContain("\n");
    }
}
