package io.spicerack.core;

import io.spicerack.aws.AwsClients;
import io.spicerack.aws.AwsKeyService;
import io.spicerack.aws.KmsFailures;
import io.spicerack.camel.CamelKeySwitch;
import io.spicerack.envelope.KeyFile;
import io.spicerack.envelope.KeyService;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.kit.embedded.AwsConsole;
import io.spicerack.model.KeyReference;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Each {@link KeyService} that must keep the port's promises: how to open it, how to make a key of it, and names of keys that it
 * does not have. A new provider is one entry here.
 */
enum ProvidedKeys {
    KMS("arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000", "wards/visits") {
        @Override
        Opened open(Path directory) {
            LocalAws aws = AwsCore.startAws(directory.resolve("aws"));
            AwsClients clients = AwsCore.clients(aws.endpoint(), Duration.ofSeconds(10));
            CamelKeySwitch keySwitch = new CamelKeySwitch(clients.kms(), KmsFailures::unavailable);
            String role = "arn:aws:iam::" + AwsCore.ACCOUNT.id() + ":root";
            return new Opened(
                    new AwsKeyService(clients.kms(), new SecureRandom(), AwsCore.ACCOUNT, role, keySwitch),
                    () -> new AwsConsole(clients).createKey("conforming"),
                    List.of(keySwitch, clients, aws));
        }
    },
    MEMORY("arn:aws:kms:eu-west-1:123456789012:key/none", "wards/visits") {
        @Override
        Opened open(Path directory) {
            MemoryKeys keys = new MemoryKeys();
            return new Opened(
                    keys,
                    () -> {
                        KeyReference key = CoreFixture.key(UUID.randomUUID().toString());
                        keys.create(key);
                        return key;
                    },
                    List.of());
        }
    },
    KEY_FILE("wards/none", "arn:aws:kms:eu-west-1:111122223333:key/1") {
        @Override
        Opened open(Path directory) {
            KeyFile keys = new KeyFile(directory.resolve("keys"));
            return new Opened(keys, () -> keys.create("wards/" + UUID.randomUUID()), List.of());
        }
    };

    /** A provider that runs. */
    record Opened(KeyService keys, Supplier<KeyReference> newKey, List<AutoCloseable> parts) implements AutoCloseable {
        @Override
        public void close() {
            for (AutoCloseable part : parts) {
                try {
                    part.close();
                } catch (Exception e) {
                    throw new IllegalStateException("a part of the provider did not close", e);
                }
            }
        }
    }

    private final String missing;
    private final String foreign;

    ProvidedKeys(String missing, String foreign) {
        this.missing = missing;
        this.foreign = foreign;
    }

    /** Names a key as the provider does, but there is none. */
    String missing() {
        return missing;
    }

    /** Names a key as another provider does. */
    String foreign() {
        return foreign;
    }

    abstract Opened open(Path directory);
}
