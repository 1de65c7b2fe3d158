package io.spicerack.kit.secrets;

import io.spicerack.kit.kms.SecretCiphers;
import io.spicerack.kit.protocol.JsonProtocol;
import io.spicerack.kit.protocol.LocalAwsConfig;
import io.spicerack.kit.protocol.Operations;
import io.spicerack.kit.state.RootKey;
import io.spicerack.shapes.ApiModel;
import io.spicerack.shapes.EmptyTexts;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;

/** The embedded Secrets Manager: its state on disk and its operations. Thread-safe. */
public final class LocalSecrets {
    private static final ApiModel MODEL =
            ApiModel.load(LocalSecrets.class, "secretsmanager.model.json", EmptyTexts.TEXTS);

    private final Operations operations = new Operations();

    private LocalSecrets(SecretsState state, SecretCiphers ciphers) {
        new SecretWriting(state, ciphers).addTo(operations);
        new SecretReading(state, ciphers).addTo(operations);
        new SecretLifecycle(state).addTo(operations);
    }

    public static LocalSecrets open(LocalAwsConfig config, RootKey root, SecureRandom random, SecretCiphers ciphers)
            throws IOException {
        SecretsState state = new SecretsState(config.dataDirectory().resolve("secrets"), root, config, random);
        return new LocalSecrets(state, ciphers);
    }

    public JsonProtocol.Service service() {
        return new JsonProtocol.Service("secretsmanager", operations, Optional.of(MODEL));
    }
}
