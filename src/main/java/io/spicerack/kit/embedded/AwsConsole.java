package io.spicerack.kit.embedded;

import io.spicerack.aws.AwsClients;
import io.spicerack.aws.KmsKeyNames;
import io.spicerack.aws.WrittenSecrets;
import io.spicerack.model.Arn;
import io.spicerack.model.KeyReference;
import io.spicerack.model.Secret;
import java.util.Optional;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * What people do with keys and secrets on AWS's console or command line: the service itself does none of it. It sets up the
 * embedded AWS and plays the security officer in the demo. Thread-safe.
 */
public final class AwsConsole {
    private final KmsClient kms;
    private final SecretsManagerClient secrets;
    private final WrittenSecrets written;

    public AwsConsole(AwsClients clients) {
        this.kms = clients.kms();
        this.secrets = clients.secretsManager();
        this.written = new WrittenSecrets(clients);
    }

    /** The key behind an alias, made with the alias when there is none. */
    public KeyReference keyByAlias(String alias, String description) {
        Optional<KeyReference> target = kms.listAliasesPaginator().aliases().stream()
                .filter(known -> known.aliasName().equals(alias))
                .map(AwsConsole::target)
                .findFirst();
        if (target.isPresent()) {
            return target.get();
        }
        KeyReference key = createKey(description);
        kms.createAlias(request -> request.aliasName(alias).targetKeyId(key.toString()));
        return key;
    }

    /** An alias is of its key's Region and account: no call is needed that the service makes too. */
    private static KeyReference target(AliasListEntry known) {
        Arn alias = Arn.parse(known.aliasArn());
        return KmsKeyNames.reference(
                new Arn(alias.partition(), "kms", alias.region(), alias.accountId(), "key/" + known.targetKeyId())
                        .toString());
    }

    public KeyReference createKey(String description) {
        return KmsKeyNames.reference(kms.createKey(request -> request.description(description))
                .keyMetadata()
                .arn());
    }

    public void disableKey(KeyReference key) {
        kms.disableKey(request -> request.keyId(key.toString()));
    }

    public void enableKey(KeyReference key) {
        kms.enableKey(request -> request.keyId(key.toString()));
    }

    /** A secret's text by its name or ARN; empty when there is no such secret. */
    public Optional<Secret> secret(String id) {
        try {
            return Optional.of(Secret.of(
                    secrets.getSecretValue(request -> request.secretId(id)).secretString()));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Makes a secret, or gives an existing one a new version. */
    public Arn putSecret(String name, Secret text) {
        return written.put(name, text);
    }
}
