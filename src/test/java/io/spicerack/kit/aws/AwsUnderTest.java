package io.spicerack.kit.aws;

import io.spicerack.kit.protocol.LocalAwsConfig;
import io.spicerack.model.Account;
import io.spicerack.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The AWS that the tests talk to, with the SDK's own clients. Only this class knows that it is the local one: a test that
 * uses nothing but the clients would run against a real account too.
 */
public final class AwsUnderTest implements AfterAllCallback {
    public static final Account ACCOUNT = new Account("aws", "eu-west-1", "111122223333");
    public static final String ACCESS_KEY_ID = "AKIASPICERACKLOCAL00";
    public static final String SECRET_ACCESS_KEY = "a-secret-access-key-that-only-tests-know";

    private final Path directory;
    private final LocalAws aws;
    private final KmsClient kms;
    private final SecretsManagerClient secrets;

    public AwsUnderTest() {
        try {
            directory = Files.createTempDirectory(Path.of("target"), "local-aws-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        aws = LocalAws.start(config(directory, 0));
        kms = kms(aws.endpoint());
        secrets = secrets(aws.endpoint());
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        kms.close();
        secrets.close();
        aws.close();
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    public KmsClient kms() {
        return kms;
    }

    public SecretsManagerClient secrets() {
        return secrets;
    }

    /** Where the objects of a bucket are, each a file at its key's path. */
    public Path objects(String bucket) {
        return directory.resolve("s3").resolve(bucket);
    }

    public URI endpoint() {
        return aws.endpoint();
    }

    public String newKey() {
        return kms.createKey().keyMetadata().arn();
    }

    public static LocalAwsConfig config(Path directory, int port) {
        return LocalAwsConfig.onLoopback(
                port,
                directory,
                ACCOUNT,
                new LocalAwsConfig.AccessKey(ACCESS_KEY_ID, Secret.of(SECRET_ACCESS_KEY)),
                Clock.systemUTC());
    }

    public static KmsClient kms(URI endpoint) {
        return at(endpoint, KmsClient.builder(), credentials(ACCESS_KEY_ID, SECRET_ACCESS_KEY));
    }

    public static SecretsManagerClient secrets(URI endpoint) {
        return at(endpoint, SecretsManagerClient.builder(), credentials(ACCESS_KEY_ID, SECRET_ACCESS_KEY));
    }

    public static S3Client s3(URI endpoint) {
        return at(endpoint, S3Client.builder(), credentials(ACCESS_KEY_ID, SECRET_ACCESS_KEY));
    }

    public static CloudTrailClient cloudTrail(URI endpoint) {
        return at(endpoint, CloudTrailClient.builder(), credentials(ACCESS_KEY_ID, SECRET_ACCESS_KEY));
    }

    public static StsClient sts(URI endpoint, AwsCredentialsProvider credentials) {
        return at(endpoint, StsClient.builder(), credentials);
    }

    public static AwsCredentialsProvider credentials(String id, String secret) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
    }

    public static <B extends AwsClientBuilder<B, C>, C> C at(
            URI endpoint, B builder, AwsCredentialsProvider credentials) {
        return builder.endpointOverride(endpoint)
                .region(Region.of(ACCOUNT.region()))
                .credentialsProvider(credentials)
                .overrideConfiguration(options -> options.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    public static List<Path> filesIn(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
