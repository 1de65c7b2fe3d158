package io.spicerack.aws;

import io.spicerack.model.Arn;
import io.spicerack.model.Secret;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** What a person writes into Secrets Manager; the service itself never does. Thread-safe. */
public final class WrittenSecrets {
    private final SecretsManagerClient secrets;

    public WrittenSecrets(AwsClients clients) {
        this.secrets = clients.secretsManager();
    }

    /**
     * Makes a secret, or gives an existing one a new version; its ARN. {@code IllegalArgumentException} has AWS's refusal in words.
     */
    public Arn put(String name, Secret text) {
        try {
            return text.reveal(value -> put(name, value));
        } catch (SdkException e) {
            throw new IllegalArgumentException(
                    "Secrets Manager did not take secret '" + name + "': " + PeerWords.of(e.getMessage())
                            + ". Whoever puts it needs secretsmanager:PutSecretValue, DescribeSecret and CreateSecret",
                    e);
        }
    }

    private Arn put(String name, String value) {
        try {
            secrets.putSecretValue(request -> request.secretId(name).secretString(value));
            return Arn.parse(
                    secrets.describeSecret(request -> request.secretId(name)).arn());
        } catch (ResourceNotFoundException e) {
            return Arn.parse(secrets.createSecret(request -> request.name(name).secretString(value))
                    .arn());
        }
    }
}
