package io.spicerack.aws;

import io.spicerack.catalog.record.DatabaseUser;
import io.spicerack.model.Secret;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsUtilities;

/** Tokens with which users of RDS log in by IAM: signatures of the service's own identity, made here. Thread-safe. */
public final class RdsTokens {
    private final AwsCredentialsProvider provider;

    RdsTokens(AwsConfig config) {
        provider = config.accessKey()
                .<AwsCredentialsProvider>map(key -> key.secret()
                        .reveal(secret ->
                                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), secret))))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    /** RDS takes it for a quarter of an hour, of this user at this place. The caller closes it. */
    public Secret token(DatabaseUser user, String host, int port) {
        RdsUtilities utilities = RdsUtilities.builder()
                .region(Region.of(user.region()))
                .credentialsProvider(provider)
                .build();
        return Secret.of(utilities.generateAuthenticationToken(
                request -> request.hostname(host).port(port).username(user.name())));
    }
}
