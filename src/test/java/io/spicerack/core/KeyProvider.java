package io.spicerack.core;

import io.spicerack.aws.AwsClients;
import io.spicerack.aws.AwsConsole;
import io.spicerack.aws.AwsKeyService;
import io.spicerack.aws.KmsFailures;
import io.spicerack.camel.CamelKeySwitch;
import io.spicerack.envelope.KeyFile;
import io.spicerack.envelope.KeyService;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.model.Arn;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A {@link KeyService} that must keep the port's promises, and how to make a key of it. A new provider is one line here. */
enum KeyProvider {
    KMS {
        @Override
        Opened open(Path directory) {
            LocalAws aws = AwsCore.startAws(directory.resolve("aws"));
            AwsClients clients = AwsCore.clients(aws.endpoint(), Duration.ofSeconds(10));
            CamelKeySwitch keySwitch = new CamelKeySwitch(clients.kms(), KmsFailures::unavailable);
            String role = "arn:aws:iam::" + AwsCore.ACCOUNT.id() + ":root";
            return new Opened(
                    new AwsKeyService(clients.kms(), new SecureRandom(), role, keySwitch),
                    () -> new AwsConsole(clients).createKey("conforming"),
                    List.of(keySwitch, clients, aws));
        }
    },
    MEMORY {
        @Override
        Opened open(Path directory) {
            MemoryKeys keys = new MemoryKeys();
            return new Opened(keys, named(keys::create), List.of());
        }
    },
    KEY_FILE {
        @Override
        Opened open(Path directory) {
            KeyFile keys = new KeyFile(directory.resolve("keys"));
            return new Opened(keys, named(keys::create), List.of());
        }
    };

    /** A provider that runs. */
    record Opened(KeyService keys, Supplier<Arn> newKey, List<AutoCloseable> parts) implements AutoCloseable {
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

    abstract Opened open(Path directory);

    private static Supplier<Arn> named(Consumer<Arn> create) {
        List<Arn> made = new ArrayList<>();
        return () -> {
            Arn key = CoreFixture.key("conforming-" + made.size());
            create.accept(key);
            made.add(key);
            return key;
        };
    }
}
