package io.spicerack.aws;

import io.spicerack.core.sources.SecretUnavailableException;
import io.spicerack.model.Arn;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Reads a secret of the service's own, before there are routes, and keeps nothing of it. Stateless. */
public final class OwnSecret {
    private OwnSecret() {}

    /** {@code SecretUnavailableException} where it cannot be had. */
    public static String text(AwsConfig config, Arn secret) {
        try (SecretsManagerClient client =
                AwsClients.configured(SecretsManagerClient.builder(), config).build()) {
            String text = client.getSecretValue(request -> request.secretId(secret.toString()))
                    .secretString();
            if (text == null) {
                throw new SecretUnavailableException(secret, "it is binary; it must be a text");
            }
            return text;
        } catch (SdkException e) {
            throw new SecretUnavailableException(secret, PeerWords.of(String.valueOf(e.getMessage())));
        }
    }
}
