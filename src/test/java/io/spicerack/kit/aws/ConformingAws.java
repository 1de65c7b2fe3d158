package io.spicerack.kit.aws;

import io.spicerack.kit.protocol.LocalAwsConfig;
import io.spicerack.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The AWS that is held against what AWS documents: the embedded one; with {@code -Dspicerack.test.aws=URL} another stand-in;
 * with {@code -Dspicerack.test.aws=account} the account, Region and credentials of the environment, which pays for its KMS
 * keys until their deletion. What the tests made is deleted.
 */
public final class ConformingAws implements AfterAllCallback {
    private static final String WHICH = System.getProperty("spicerack.test.aws", "");
    private static final int LEAST_DAYS = 7;

    private final Optional<Path> directory;
    private final Optional<LocalAws> local;
    private final KmsClient kms;
    private final SecretsManagerClient secrets;
    private final CloudTrailClient trail;
    private final List<String> keys = new ArrayList<>();
    private final List<String> secretNames = new ArrayList<>();

    public ConformingAws() {
        directory = WHICH.isEmpty() ? Optional.of(temporary()) : Optional.empty();
        local = directory.map(path -> LocalAws.start(LocalAwsConfig.onLoopback(
                0,
                path,
                AwsUnderTest.ACCOUNT,
                new LocalAwsConfig.AccessKey(AwsUnderTest.ACCESS_KEY_ID, Secret.of(AwsUnderTest.SECRET_ACCESS_KEY)),
                Clock.systemUTC())));
        kms = at(KmsClient.builder());
        secrets = at(SecretsManagerClient.builder());
        trail = at(CloudTrailClient.builder());
    }

    private <B extends AwsClientBuilder<B, C>, C> C at(B builder) {
        if (WHICH.equals("account")) {
            return builder.build();
        }
        return builder.endpointOverride(local.map(LocalAws::endpoint).orElseGet(() -> URI.create(WHICH)))
                .region(Region.of(AwsUnderTest.ACCOUNT.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(AwsUnderTest.ACCESS_KEY_ID, AwsUnderTest.SECRET_ACCESS_KEY)))
                .build();
    }

    public KmsClient kms() {
        return kms;
    }

    public SecretsManagerClient secrets() {
        return secrets;
    }

    CloudTrailClient trail() {
        return trail;
    }

    /** The ARN of a new key that encrypts. */
    public String newKey() {
        return newKey(request -> {});
    }

    public String newKey(Consumer<CreateKeyRequest.Builder> more) {
        CreateKeyRequest.Builder request = CreateKeyRequest.builder().description("Spicerack's conformance test");
        more.accept(request);
        String arn = kms.createKey(request.build()).keyMetadata().arn();
        keys.add(arn);
        return arn;
    }

    /** A name that no secret has; a secret of that name is deleted in the end. */
    public String newSecretName() {
        String name = "spicerack-conformance/" + UUID.randomUUID();
        secretNames.add(name);
        return name;
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (local.isEmpty()) {
            keys.forEach(key -> quietly(
                    () -> kms.scheduleKeyDeletion(request -> request.keyId(key).pendingWindowInDays(LEAST_DAYS))));
            secretNames.forEach(name -> quietly(
                    () -> secrets.deleteSecret(request -> request.secretId(name).forceDeleteWithoutRecovery(true))));
        }
        kms.close();
        secrets.close();
        trail.close();
        local.ifPresent(LocalAws::close);
        if (directory.isPresent()) {
            try (var files = Files.walk(directory.get())) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void quietly(Runnable deletion) {
        try {
            deletion.run();
        } catch (RuntimeException e) {
            System.err.println("not deleted: " + e.getMessage());
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory(Path.of("target"), "conforming-aws-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
