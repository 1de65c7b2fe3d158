package io.spicerack.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.app.ServedKeys;
import io.spicerack.telemetry.TelemetryConfig;
import io.spicerack.tls.Authorities;
import io.spicerack.tls.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final Path FILE = Path.of("config/application.properties");
    private static final Map<String, String> ENOUGH = Map.of(
            "spicerack.service-owned-key", "arn:aws:kms:eu-west-1:111122223333:key/1",
            "spicerack.service-role", "arn:aws:iam::111122223333:role/spicerack");

    @Test
    void everyPropertyStandsInTheFileAndEveryOneThereIsKnown() throws Exception {
        List<String> inFile = Files.readAllLines(FILE).stream()
                .filter(line -> line.startsWith("spicerack."))
                .map(line -> line.substring(0, line.indexOf('=')))
                .toList();
        List<String> known =
                java.util.Arrays.stream(Property.values()).map(Property::key).toList();
        assertThat(inFile).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void theFilesValuesAreTheDefaultsExceptWhoseResourcesTheyAre() {
        Settings settings = Settings.read(FILE, Map.of(), Map.of());
        for (Property property : Property.values()) {
            boolean ofTheSample = property == Property.ROUTES_PLACEHOLDERS;
            if (property != Property.ACCOUNT_ID && property != Property.REGION && !ofTheSample) {
                assertThat(settings.text(property)).as(property.key()).isEqualTo(property.fallback());
            }
        }
    }

    @Test
    void aCompressionLevelThatZstandardDoesNotHaveIsAProblem() {
        Settings settings = Settings.read(FILE, Map.of(), Map.of("spicerack.store.zstd-level", "23"));
        assertThatThrownBy(() -> settings.spiceConfig(ServedKeys.ALL.providers()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("spicerack.store.zstd-level is 23; it must be from 1 to 19");
    }

    @Test
    void aStoreIsAPrefixOfABucketOrTheDataDirectory() {
        assertThat(Settings.read(FILE, Map.of(), Map.of()).bucket()).isEmpty();
        Map.of("s3://sealed", "s3://sealed", "s3://sealed/a/b=1/", "s3://sealed/a/b=1")
                .forEach((said, meant) -> assertThat(Settings.read(FILE, Map.of(), Map.of("spicerack.store", said))
                                .bucket()
                                .orElseThrow())
                        .hasToString(meant));
        for (String wrong :
                List.of("sealed", "s3://", "s3://Sealed/a", "s3://sealed//a", "s3://sealed/../a", "gs://a/b")) {
            Settings settings = Settings.read(FILE, Map.of(), Map.of("spicerack.store", wrong));
            assertThatThrownBy(() -> settings.spiceConfig(ServedKeys.ALL.providers()))
                    .as(wrong)
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining(
                            "spicerack.store is '" + wrong + "'; it must be s3://BUCKET/PREFIX, or empty");
        }
    }

    @Test
    void theJmxPortHasACertificateOrThereIsNone() {
        assertThat(said(Map.of()).jmx()).as("off unless a port is set").isEmpty();
        for (String wrong : List.of("8078x", "-1", "70000")) {
            assertThatThrownBy(() -> said(Map.of("spicerack.jmx.port", wrong)).spiceConfig(ServedKeys.ALL.providers()))
                    .as(wrong)
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("spicerack.jmx.port is ");
        }
        assertThatThrownBy(() -> said(Map.of("spicerack.jmx.port", "8078")).spiceConfig(ServedKeys.ALL.providers()))
                .as("a secret would pass in the clear")
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("spicerack.jmx.certificate is ")
                .hasMessageContaining("spicerack.jmx.certificate-key is ");
        assertThatThrownBy(() -> said(Map.of(
                                "spicerack.jmx.port", "8078",
                                "spicerack.jmx.certificate", "nowhere.pem",
                                "spicerack.jmx.certificate-key", "nowhere.key"))
                        .spiceConfig(ServedKeys.ALL.providers()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("nowhere.pem")
                .hasMessageContaining("nowhere.key");
    }

    @Test
    void whoeverIsToldOfRefreshesIsAnUrlOfHttp() {
        assertThat(said(Map.of()).telemetry()).isEqualTo(new TelemetryConfig(Optional.empty(), Optional.empty()));
        for (String wrong :
                List.of("collector:4318", "grpc://collector:4317", "http://", "http:///v1/traces", "http://a b/")) {
            for (String property : List.of("spicerack.telemetry.traces", "spicerack.telemetry.lineage")) {
                assertThatThrownBy(() -> said(Map.of(property, wrong)).spiceConfig(ServedKeys.ALL.providers()))
                        .as(wrong)
                        .isInstanceOf(SettingsException.class)
                        .hasMessageContaining(property + " is '" + wrong
                                + "'; it must be http://HOST:PORT/PATH or https://..., or empty");
            }
        }
    }

    private static Settings said(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(ENOUGH);
        all.putAll(values);
        return Settings.read(FILE, Map.of(), all);
    }

    @Test
    void allProblemsAreToldTogether() {
        Settings settings = Settings.read(
                FILE,
                Map.of(),
                Map.of(
                        "spicerack.account-id",
                        "12",
                        "spicerack.data-key-lifetime",
                        "soon",
                        "spicerack.management.port",
                        "70000",
                        "spicerack.embedded.aws-port",
                        "-1",
                        "spicerack.refresh.concurrent",
                        "0",
                        "spicerack.aws.endpoint",
                        "localhost:4566",
                        "spicerack.data-key-lifetme",
                        "1m",
                        "spicerack.reconcile",
                        "perhaps",
                        "spicerack.source.wide-numeric",
                        "round",
                        "spicerack.source.zero-date",
                        "today"));
        assertThatThrownBy(() -> settings.spiceConfig(ServedKeys.ALL.providers()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("spicerack.account-id is '12'; it must be 12 digits")
                .hasMessageContaining("spicerack.service-owned-key is ''; it must be the ARN of a KMS key")
                .hasMessageContaining("spicerack.service-role is empty")
                .hasMessageContaining("spicerack.data-key-lifetime is 'soon'; it must be a duration such as")
                .hasMessageContaining("spicerack.management.port is 70000; a port is 0 (any free one) to 65535")
                .hasMessageContaining("spicerack.embedded.aws-port is -1")
                .hasMessageContaining("spicerack.refresh.concurrent is 0; it must be at least 1")
                .hasMessageContaining("spicerack.aws.endpoint is 'localhost:4566'; it must be a URL such as")
                .hasMessageContaining("'spicerack.data-key-lifetme' is unknown; did you mean")
                .hasMessageContaining(
                        "spicerack.source.wide-numeric is 'round'; it must be text, refuse or decimal(38,s)")
                .hasMessageContaining("spicerack.source.zero-date is 'today'; it must be null or refuse")
                .hasMessageContaining("spicerack.reconcile is 'perhaps'; it must be one of auto, off, counts, values");
    }

    @Test
    void authoritiesThatAreNamedAreReadAndTheFolderOfTheDefaultNeedNotBeThere() {
        assertThat(authorities("authorities")).isEqualTo(Authorities.OF_JVM);
        String file = TlsFiles.path("authority.pem").toAbsolutePath().toString();
        assertThat(authorities(file)).isEqualTo(new Authorities(true, TlsFiles.certificates("authority")));
        assertThatThrownBy(() -> authorities("nowhere.pem"))
                .isInstanceOf(SettingsException.class)
                .hasMessageMatching("cannot read .*nowhere\\.pem: .*");
    }

    private static Authorities authorities(String place) {
        return Settings.read(
                        FILE,
                        Map.of(),
                        Map.of(
                                "spicerack.service-owned-key", "arn:aws:kms:eu-west-1:111122223333:key/own",
                                "spicerack.service-role", "arn:aws:iam::111122223333:root",
                                "spicerack.source.authorities", place))
                .spiceConfig(ServedKeys.ALL.providers())
                .sources()
                .authorities();
    }

    @Test
    void anUnknownPropertyIsRefusedWithTheNearestName() {
        assertThatThrownBy(() -> Settings.read(FILE, Map.of(), Map.of("spicerack.regoin", "x"))
                        .spiceConfig(ServedKeys.ALL.providers()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("property 'spicerack.regoin' is unknown; did you mean 'spicerack.region'?");
    }

    @Test
    void theEmbeddedServersBringTheirKeyAndEverythingElseIsCheckedBeforeTheyStart() {
        Settings.read(FILE, Map.of(), Map.of()).checkForEmbedded(ServedKeys.ALL.providers());
        assertThatThrownBy(() -> Settings.read(FILE, Map.of(), Map.of("spicerack.data-key-lifetime", "16m"))
                        .checkForEmbedded(ServedKeys.ALL.providers()))
                .hasMessage("spicerack.data-key-lifetime is 16 min; it must be from 1 s to 15 min, since it bounds how"
                        + " long a disabled key still opens data");
    }

    @Test
    void aDataKeyLifetimeAboveFifteenMinutesIsRefused() {
        Map<String, String> values = new HashMap<>(ENOUGH);
        values.put("spicerack.data-key-lifetime", "16m");
        assertThatThrownBy(() -> Settings.read(FILE, Map.of(), values).spiceConfig(ServedKeys.ALL.providers()))
                .hasMessageContaining("spicerack.data-key-lifetime is 16 min; it must be from 1 s to 15 min");
    }

    @Test
    void theEnvironmentGoesOverTheFileAndTheCommandLineOverBoth() {
        Map<String, String> environment = Map.of("SPICERACK_REGION", "us-west-2", "SPICERACK_DATA_KEY_LIFETIME", "30s");
        Settings settings = Settings.read(FILE, environment, Map.of("spicerack.region", "eu-central-1"));
        assertThat(settings.text(Property.REGION)).isEqualTo("eu-central-1");
        assertThat(settings.duration(Property.DATA_KEY_LIFETIME)).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.with(ENOUGH)
                        .spiceConfig(ServedKeys.ALL.providers())
                        .account()
                        .region())
                .isEqualTo("eu-central-1");
    }

    @Test
    void allowedSecretsAreArnsSeparatedByCommas() {
        Settings settings = Settings.read(
                FILE,
                Map.of(),
                Map.of("spicerack.secrets.allowed", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCdEf, "));
        assertThat(settings.allowedSecrets()).hasSize(1);
    }

    /** A log-in at these ports, and rows, are not for others on the way. */
    @Test
    void aPortForQueriesIsOnThisMachineAloneUnlessItHasACertificate() {
        for (String port : List.of("spicerack.sql", "spicerack.flight")) {
            Settings open = Settings.read(FILE, Map.of(), Map.of(port + ".port", "0", port + ".host", "0.0.0.0"));
            assertThatThrownBy(() -> open.spiceConfig(ServedKeys.ALL.providers()))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining(port + ".host is 0.0.0.0, where others see what passes")
                    .hasMessageContaining("as long as " + port + ".certificate names no certificate");
            Settings keyless = Settings.read(FILE, Map.of(), Map.of(port + ".certificate", "none.pem"));
            assertThatThrownBy(() -> keyless.spiceConfig(ServedKeys.ALL.providers()))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining(port + ".certificate is 'none.pem'; it must be a file of PEM")
                    .hasMessageContaining(port + ".certificate-key is ''");
        }
    }
}
