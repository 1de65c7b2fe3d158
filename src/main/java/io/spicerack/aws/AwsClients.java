package io.spicerack.aws;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Builds the SDK's clients, which are thread-safe and shared with the Camel components. */
public final class AwsClients implements AutoCloseable {
    private final KmsClient kms;
    private final SecretsManagerClient secretsManager;

    public AwsClients(AwsConfig config) {
        kms = configured(KmsClient.builder(), config).build();
        secretsManager = configured(SecretsManagerClient.builder(), config).build();
    }

    static <B extends AwsClientBuilder<B, ?>> B configured(B builder, AwsConfig config) {
        Duration attempt = config.callTimeout().dividedBy(2);
        builder.region(Region.of(config.region()))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .addExecutionInterceptor(new LoneConnections())
                        .apiCallTimeout(config.callTimeout())
                        .apiCallAttemptTimeout(attempt)
                        .retryStrategy(RetryMode.STANDARD)
                        .build());
        config.endpoint().ifPresent(builder::endpointOverride);
        config.accessKey()
                .ifPresent(key -> builder.credentialsProvider(key.secret()
                        .reveal(secret ->
                                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), secret)))));
        return builder;
    }

    public KmsClient kms() {
        return kms;
    }

    public SecretsManagerClient secretsManager() {
        return secretsManager;
    }

    @Override
    public void close() {
        kms.close();
        secretsManager.close();
    }
}
