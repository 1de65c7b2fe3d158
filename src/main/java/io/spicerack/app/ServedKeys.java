package io.spicerack.app;

import io.spicerack.aws.AwsClients;
import io.spicerack.aws.AwsKeyService;
import io.spicerack.aws.KmsFailures;
import io.spicerack.aws.KmsKeyNames;
import io.spicerack.camel.CamelKeySwitch;
import io.spicerack.catalog.Catalog;
import io.spicerack.core.keys.KeysConfig;
import io.spicerack.core.keys.ProtectingKeys;
import io.spicerack.envelope.KeyService;
import io.spicerack.model.KeyReference;
import io.spicerack.settings.KeyProvider;
import io.spicerack.settings.KeyProviders;
import io.spicerack.settings.Property;
import io.spicerack.settings.Settings;
import io.spicerack.settings.SettingsException;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;

/**
 * The providers of keys that {@code spicerack.key-provider} may choose, and how each is opened: the one place that names
 * them. Immutable.
 */
public final class ServedKeys {
    /**
     * What a provider is opened with.
     *
     * @param place what stands after the colon of {@code spicerack.key-provider}; empty where nothing may
     * @param closing takes what is closed when Spicerack ends, the last first
     */
    record Setup(String place, KeysConfig keys, AwsClients aws, SecureRandom random, Consumer<AutoCloseable> closing) {}

    /** Makes a provider ready; {@code IllegalArgumentException} says why it cannot be opened. */
    @FunctionalInterface
    interface Opening {
        KeyService open(Setup setup);
    }

    record Served(KeyProvider provider, Opening opening) {}

    static final Served KMS =
            new Served(new KeyProvider("kms", "the ARN of a KMS key", true, KmsKeyNames::reference), ServedKeys::kms);

    public static final ServedKeys ALL = new ServedKeys(KMS);

    private final List<Served> served;

    ServedKeys(Served... served) {
        this.served = List.of(served);
    }

    /** As the settings see them. */
    public KeyProviders providers() {
        return new KeyProviders(served.stream().map(Served::provider).toList());
    }

    /** Opens the one that is chosen; {@code closing} takes what has to be closed. */
    KeyService open(
            Settings settings, KeysConfig keys, AwsClients aws, SecureRandom random, Consumer<AutoCloseable> closing) {
        String chosen = settings.text(Property.KEY_PROVIDER);
        KeyProvider provider = settings.keyProvider(providers());
        try {
            return served.stream()
                    .filter(one -> one.provider().equals(provider))
                    .findFirst()
                    .orElseThrow()
                    .opening()
                    .open(new Setup(KeyProvider.place(chosen), keys, aws, random, closing));
        } catch (IllegalArgumentException e) {
            throw new SettingsException(Property.KEY_PROVIDER.key() + " is '" + chosen + "'; " + e.getMessage());
        }
    }

    /** Refuses a provider that has none of the keys which the catalog's data is under: nothing of it would open. */
    void refuseOthers(Settings settings, Catalog catalog) {
        KeyProvider provider = settings.keyProvider(providers());
        List<KeyReference> foreign = ProtectingKeys.foreign(catalog, provider.word(), provider.names());
        if (!foreign.isEmpty()) {
            throw new SettingsException(Property.KEY_PROVIDER.key() + " is '" + settings.text(Property.KEY_PROVIDER)
                    + "', but " + catalog.place() + " holds data under " + foreign.size()
                    + (foreign.size() == 1 ? " key" : " keys") + " of another provider, such as " + foreign.get(0)
                    + ", which would not open; choose the provider again that has them, or another data directory");
        }
    }

    private static KeyService kms(Setup setup) {
        CamelKeySwitch keySwitch = new CamelKeySwitch(setup.aws().kms(), KmsFailures::unavailable);
        setup.closing().accept(keySwitch);
        return new AwsKeyService(
                setup.aws().kms(),
                setup.random(),
                setup.keys().account(),
                setup.keys().serviceRole(),
                keySwitch);
    }
}
