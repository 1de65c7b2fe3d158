package io.spicerack.aws;

import software.amazon.awssdk.services.cloudtraildata.CloudTrailDataClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/** The clients of the sinks of the audit trail and of alerts, which are thread-safe and shared with the Camel components. */
public final class AuditClients implements AutoCloseable {
    private final S3Client s3;
    private final CloudTrailDataClient cloudTrail;
    private final SnsClient sns;

    public AuditClients(AwsConfig config) {
        // a stand-in has no host name for each bucket
        s3 = AwsClients.configured(S3Client.builder(), config)
                .forcePathStyle(config.endpoint().isPresent())
                .build();
        cloudTrail =
                AwsClients.configured(CloudTrailDataClient.builder(), config).build();
        sns = AwsClients.configured(SnsClient.builder(), config).build();
    }

    public S3Client s3() {
        return s3;
    }

    public SnsClient sns() {
        return sns;
    }

    /** The channel with this ARN. */
    public CloudTrailLake lake(String channelArn) {
        return new CloudTrailLake(cloudTrail, channelArn);
    }

    @Override
    public void close() {
        s3.close();
        cloudTrail.close();
        sns.close();
    }
}
