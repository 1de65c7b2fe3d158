package io.spicerack.aws;

import software.amazon.awssdk.services.cloudtraildata.CloudTrailDataClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The clients of the audit trail's sinks, which are thread-safe and shared with the Camel components. */
public final class AuditClients implements AutoCloseable {
    private final S3Client s3;
    private final CloudTrailDataClient cloudTrail;

    public AuditClients(AwsConfig config) {
        // a stand-in has no host name for each bucket
        s3 = AwsClients.configured(S3Client.builder(), config)
                .forcePathStyle(config.endpoint().isPresent())
                .build();
        cloudTrail =
                AwsClients.configured(CloudTrailDataClient.builder(), config).build();
    }

    public S3Client s3() {
        return s3;
    }

    /** The channel with this ARN. */
    public CloudTrailLake lake(String channelArn) {
        return new CloudTrailLake(cloudTrail, channelArn);
    }

    @Override
    public void close() {
        s3.close();
        cloudTrail.close();
    }
}
