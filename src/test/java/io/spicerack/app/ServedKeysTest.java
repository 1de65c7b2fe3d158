package io.spicerack.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.aws.AwsClients;
import io.spicerack.aws.AwsConfig;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.core.keys.KeysConfig;
import io.spicerack.envelope.KeyFile;
import io.spicerack.envelope.KeyService;
import io.spicerack.model.Account;
import io.spicerack.model.KeyReference;
import io.spicerack.settings.KeyProvider;
import io.spicerack.settings.Settings;
import io.spicerack.settings.SettingsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spicerack.key-provider} chooses who has the keys, and with it how keys are named in every other setting. */
@TakesLong
class ServedKeysTest {
    private static final Path FILE = Path.of("config/application.properties");
    private static final KeyReference IN_KMS = new KeyReference("arn:aws:kms:eu-west-1:111122223333:key/1");
    private static final KeysConfig KEYS = new KeysConfig(
            new Account("aws", "eu-west-1", "111122223333"),
            new KeyReference("unused"),
            "arn:aws:iam::1:role/r",
            Optional.empty());
    private static final ServedKeys BOTH = new ServedKeys(
            ServedKeys.KMS,
            new ServedKeys.Served(
                    new KeyProvider("file:PATH", "folder/key", false, KeyFile::name),
                    setup -> new KeyFile(Path.of(setup.place()))));

    @Test
    void aWordThatIsNotKnownIsRefusedWithThoseThatAreAndTheNearest() {
        assertProblem(
                with("spicerack.key-provider", "kmz"),
                "spicerack.key-provider is 'kmz'; it must be one of kms, file:PATH; did you mean 'kms'?");
        assertProblem(
                with("spicerack.key-provider", "files:/etc/keys"),
                "spicerack.key-provider is 'files:/etc/keys'; it must be one of kms, file:PATH; did you mean 'file'?");
        Settings vault = settings(with("spicerack.key-provider", "a-vault"));
        assertThatThrownBy(() -> vault.keyProvider(ServedKeys.ALL.providers()))
                .isInstanceOf(SettingsException.class)
                .hasMessage("spicerack.key-provider is 'a-vault'; it must be one of kms");
    }

    @Test
    void whatItOpensStandsAfterTheColonAndOnlyThere() {
        assertProblem(with("spicerack.key-provider", "file"), "spicerack.key-provider is 'file'; it must be file:PATH");
        assertProblem(
                with("spicerack.key-provider", "file:"), "spicerack.key-provider is 'file:'; it must be file:PATH");
        assertProblem(
                with("spicerack.key-provider", "kms:eu-west-1"),
                "spicerack.key-provider is 'kms:eu-west-1'; it must be kms");
        assertThat(KeyProvider.place("file:C:/keys")).isEqualTo("C:/keys");
    }

    @Test
    void keysAreNamedAsTheChosenProviderNamesThem() {
        assertProblem(
                with("spicerack.service-owned-key", "wards/own"),
                "spicerack.service-owned-key is 'wards/own'; it must be the ARN of a KMS key");
        assertProblem(
                with("spicerack.drill.key", "wards/drill"),
                "spicerack.drill.key is 'wards/drill'; it must be the ARN of a KMS key, or empty");
        Map<String, String> file = with("spicerack.key-provider", "file:/etc/keys");
        assertProblem(
                file,
                "spicerack.service-owned-key is 'arn:aws:kms:eu-west-1:111122223333:key/1'; it must be folder/key");
        file.put("spicerack.service-owned-key", "wards/own");
        assertThat(settings(file).spiceConfig(BOTH.providers()).keys().serviceOwnedKey())
                .isEqualTo(new KeyReference("wards/own"));
    }

    @Test
    void theChosenOneIsOpenedAndWhatItNeedsClosedIsToldToTheCaller(@TempDir Path directory) throws Exception {
        Map<String, String> values = with("spicerack.key-provider", "file:" + directory.resolve("keys"));
        values.put("spicerack.service-owned-key", "wards/own");
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try (AwsClients aws = aws()) {
            KeyService file = open(settings(values), aws, parts);
            assertThat(file).isInstanceOf(KeyFile.class);
            assertThat(directory.resolve("keys")).exists();
            assertThat(parts).isEmpty();
            KeyService kms = open(settings(with("spicerack.reconcile", "counts")), aws, parts);
            assertThat(kms.keyGrants()).isPresent();
            assertThat(kms.keySwitch()).isPresent();
            assertThat(parts).hasSize(1);
            for (AutoCloseable part : parts) {
                part.close();
            }
        }
    }

    @Test
    void aPlaceThatCannotBeOpenedIsAProblemOfTheSetting() {
        Settings settings = settings(with("spicerack.key-provider", "shut:/etc/keys"));
        ServedKeys shut = new ServedKeys(
                new ServedKeys.Served(new KeyProvider("shut:PATH", "folder/key", false, KeyFile::name), setup -> {
                    throw new IllegalArgumentException("others may read " + setup.place());
                }));
        try (AwsClients aws = aws()) {
            assertThatThrownBy(() -> shut.open(settings, KEYS, aws, new SecureRandom(), part -> {}))
                    .isInstanceOf(SettingsException.class)
                    .hasMessage("spicerack.key-provider is 'shut:/etc/keys'; others may read /etc/keys");
        }
    }

    @Test
    void theEmbeddedAwsIsRefusedBesideAnotherProvider() {
        assertThatThrownBy(() -> settings(with("spicerack.key-provider", "file:/etc/keys"))
                        .checkForEmbedded(BOTH.providers()))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        "spicerack.key-provider is 'file:/etc/keys'; the embedded AWS brings keys of kms. Leave it out,"
                                + " or start without --embedded");
    }

    @Test
    void aRoleIsNeededOnlyWhereGrantsAreMade() {
        Map<String, String> values = with("spicerack.service-role", "");
        assertProblem(
                values, "spicerack.service-role is empty; it must be the ARN of the role that grants are given to");
        values.put("spicerack.key-provider", "file:/etc/keys");
        values.put("spicerack.service-owned-key", "wards/own");
        assertThat(settings(values).spiceConfig(BOTH.providers()).keys().serviceRole())
                .isEmpty();
    }

    @Test
    void anotherProviderThanTheOneThatDataIsUnderIsRefusedInOneSentence(@TempDir Path directory) {
        Settings file = settings(with("spicerack.key-provider", "file:/etc/keys"));
        Settings kms = settings(with("spicerack.key-provider", "kms"));
        try (Catalog catalog = Catalog.open(directory.resolve("catalog.db"), Clock.systemUTC())) {
            BOTH.refuseOthers(file, catalog);
            BOTH.refuseOthers(kms, catalog);
            catalog.run(tx -> tx.keys()
                    .replaceAll(List.of(
                            new RegisteredKey(IN_KMS, true),
                            new RegisteredKey(new KeyReference(IN_KMS + "2"), false))));
            BOTH.refuseOthers(kms, catalog);
            assertThatThrownBy(() -> BOTH.refuseOthers(file, catalog))
                    .isInstanceOf(SettingsException.class)
                    .hasMessage("spicerack.key-provider is 'file:/etc/keys', but " + catalog.place()
                            + " holds data under 2 keys of another provider, such as " + IN_KMS
                            + ", which would not open; choose the provider again that has them, or another data"
                            + " directory");
            BOTH.refuseOthers(kms, catalog);
        }
    }

    @Test
    void aProviderWhoseKeysAreNamedAlikeIsRefusedByWhatTheCatalogHasKept(@TempDir Path directory) {
        ServedKeys alike = new ServedKeys(
                ServedKeys.KMS,
                new ServedKeys.Served(
                        new KeyProvider("clone", "an ARN too", false, KeyReference::new),
                        setup -> new KeyFile(directory)));
        try (Catalog catalog = Catalog.open(directory.resolve("catalog.db"), Clock.systemUTC())) {
            catalog.run(tx -> tx.keys().replaceAll(List.of(new RegisteredKey(IN_KMS, true))));
            alike.refuseOthers(settings(with("spicerack.key-provider", "kms")), catalog);
            assertThatThrownBy(() -> alike.refuseOthers(settings(with("spicerack.key-provider", "clone")), catalog))
                    .hasMessageContaining("holds data under 1 key of another provider, such as " + IN_KMS);
        }
    }

    private static KeyService open(Settings settings, AwsClients aws, Deque<AutoCloseable> parts) {
        return BOTH.open(settings, KEYS, aws, new SecureRandom(), parts::push);
    }

    private static AwsClients aws() {
        return new AwsClients(new AwsConfig("eu-west-1", Optional.empty(), Optional.empty(), Duration.ofSeconds(1)));
    }

    private static void assertProblem(Map<String, String> values, String problem) {
        assertThatThrownBy(() -> settings(values).spiceConfig(BOTH.providers()))
                .isInstanceOf(SettingsException.class)
                .hasMessage(problem);
    }

    private static Settings settings(Map<String, String> values) {
        return Settings.read(FILE, Map.of(), values);
    }

    private static Map<String, String> with(String property, String value) {
        Map<String, String> values = new HashMap<>(Map.of(
                "spicerack.service-owned-key", "arn:aws:kms:eu-west-1:111122223333:key/1",
                "spicerack.service-role", "arn:aws:iam::111122223333:role/spicerack"));
        values.put(property, value);
        return values;
    }
}
