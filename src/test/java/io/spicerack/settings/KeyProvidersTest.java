package io.spicerack.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.aws.AwsClients;
import io.spicerack.aws.AwsConfig;
import io.spicerack.core.keys.KeysConfig;
import io.spicerack.envelope.KeyFile;
import io.spicerack.envelope.KeyService;
import io.spicerack.model.Account;
import io.spicerack.model.KeyReference;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spicerack.key-provider} chooses who has the keys, and with it how keys are named in every other setting. */
class KeyProvidersTest {
    private static final Path FILE = Path.of("config/application.properties");
    private static final KeyProvider KEY_FILE =
            new KeyProvider("file:PATH", "folder/key", KeyFile::name, setup -> new KeyFile(Path.of(setup.place())));
    private static final KeyProviders BOTH = new KeyProviders(KeyProviders.KMS, KEY_FILE);

    @Test
    void aWordThatIsNotKnownIsRefusedWithThoseThatAreAndTheNearest() {
        assertProblem(
                with("spicerack.key-provider", "kmz"),
                "spicerack.key-provider is 'kmz'; it must be one of kms, file:PATH; did you mean 'kms'?");
        assertProblem(
                with("spicerack.key-provider", "files:/etc/keys"),
                "spicerack.key-provider is 'files:/etc/keys'; it must be one of kms, file:PATH; did you mean 'file'?");
        assertThatThrownBy(() -> KeyProviders.SERVED.named("a-vault"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it must be one of kms");
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
        assertThat(settings(file).spiceConfig().keys().serviceOwnedKey()).isEqualTo(new KeyReference("wards/own"));
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
        Settings settings = Settings.read(
                FILE,
                Map.of(),
                Map.of("spicerack.key-provider", "shut:/etc/keys"),
                new KeyProviders(new KeyProvider("shut:PATH", "folder/key", KeyFile::name, setup -> {
                    throw new IllegalArgumentException("others may read " + setup.place());
                })));
        try (AwsClients aws = aws()) {
            assertThatThrownBy(() -> open(settings, aws, new ArrayDeque<>()))
                    .isInstanceOf(SettingsException.class)
                    .hasMessage("spicerack.key-provider is 'shut:/etc/keys'; others may read /etc/keys");
        }
    }

    @Test
    void theEmbeddedAwsIsRefusedBesideAnotherProvider() {
        assertThatThrownBy(() -> settings(with("spicerack.key-provider", "file:/etc/keys"))
                        .checkForEmbedded())
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        "spicerack.key-provider is 'file:/etc/keys'; the embedded AWS brings keys of kms. Leave it out,"
                                + " or start without --embedded");
    }

    private static KeyService open(Settings settings, AwsClients aws, Deque<AutoCloseable> parts) {
        KeysConfig keys = new KeysConfig(
                new Account("aws", "eu-west-1", "111122223333"), new KeyReference("unused"), "arn:aws:iam::1:role/r");
        return settings.openKeys(keys, aws, new SecureRandom(), parts::push);
    }

    private static AwsClients aws() {
        return new AwsClients(new AwsConfig("eu-west-1", Optional.empty(), Optional.empty(), Duration.ofSeconds(1)));
    }

    private static void assertProblem(Map<String, String> values, String problem) {
        assertThatThrownBy(() -> settings(values).spiceConfig())
                .isInstanceOf(SettingsException.class)
                .hasMessage(problem);
    }

    private static Settings settings(Map<String, String> values) {
        return Settings.read(FILE, Map.of(), values, BOTH);
    }

    private static Map<String, String> with(String property, String value) {
        Map<String, String> values = new HashMap<>(Map.of(
                "spicerack.service-owned-key", "arn:aws:kms:eu-west-1:111122223333:key/1",
                "spicerack.service-role", "arn:aws:iam::111122223333:role/spicerack"));
        values.put(property, value);
        return values;
    }
}
