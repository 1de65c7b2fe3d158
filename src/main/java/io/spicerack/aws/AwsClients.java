package io.spicerack.aws;

import io.spicerack.audit.event.RequestIds;
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
    static {
        // the SDK's HTTP client logs each byte of an answer at DEBUG, the passwords and keys in it too
        System.setProperty("org.apache.commons.logging.LogFactory", "org.apache.commons.logging.impl.LogFactoryImpl");
        System.setProperty("org.apache.commons.logging.Log", "org.apache.commons.logging.impl.NoOpLog");
    }

    private final KmsClient kms;
    private final SecretsManagerClient secretsManager;
    private final RdsTokens rdsTokens;

    /** For calls that are not on Spicerack's own trail. */
    public AwsClients(AwsConfig config) {
        this(config, new RequestIds());
    }

    /** The {@code ids} are told the id of each call. */
    public AwsClients(AwsConfig config, RequestIds ids) {
        kms = traced(KmsClient.builder(), config, ids).build();
        secretsManager = traced(SecretsManagerClient.builder(), config, ids).build();
        rdsTokens = new RdsTokens(config);
    }

    private static <B extends AwsClientBuilder<B, ?>> B traced(B builder, AwsConfig config, RequestIds ids) {
        B configured = configured(builder, config);
        return configured.overrideConfiguration(configured.overrideConfiguration().toBuilder()
                .addExecutionInterceptor(new AnsweredRequests(ids))
                .build());
    }

    static <B extends AwsClientBuilder<B, ?>> B configured(B builder, AwsConfig config) {
        return configured(builder, config, GenuineAnswers.ofQuestions());
    }

    static <B extends AwsClientBuilder<B, ?>> B configured(B builder, AwsConfig config, GenuineAnswers answers) {
        Duration attempt = config.callTimeout().dividedBy(2);
        builder.region(Region.of(config.region()))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .addExecutionInterceptor(new LoneConnections())
                        .addExecutionInterceptor(answers)
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

    public RdsTokens rdsTokens() {
        return rdsTokens;
    }

    @Override
    public void close() {
        kms.close();
        secretsManager.close();
    }
}
