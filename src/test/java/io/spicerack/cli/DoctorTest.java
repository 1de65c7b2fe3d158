package io.spicerack.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.app.ServedKeys;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSourceDefinition;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.model.RequestSource;
import io.spicerack.model.Secret;
import io.spicerack.ops.Finding;
import io.spicerack.ops.Finding.Level;
import io.spicerack.settings.Settings;
import io.spicerack.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A set-up that is broken in every way that comes to mind: each is found, and told with what to do. */
@TakesLong
@WithCore
class DoctorTest {
    private static final Instant NOW = Instant.parse("2026-11-30T03:00:00Z");

    private final ServedCore served;
    private final CoreFixture core;

    private final Path home;

    DoctorTest(ServedCore served, @TempDir Path home) {
        this.served = served;
        this.home = home;
        core = served.core();
    }

    private static StartChecks start(Consumer<Settings> catalogFiles, Map<String, String> embedded) {
        return new StartChecks(
                settings -> settings.spiceConfig(ServedKeys.ALL.providers()),
                settings -> settings.checkForEmbedded(ServedKeys.ALL.providers()),
                catalogFiles,
                directory -> embedded);
    }

    private static StartChecks start() {
        return start(settings -> {}, Map.of());
    }

    @Test
    void aSetUpThatIsWellHasNothingToDo() throws Exception {
        try (ServerSocket aws = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> answer(aws, NOW));
            installed("spicerack.aws.endpoint=http://127.0.0.1:" + aws.getLocalPort() + "\n");
            assertThat(local()).extracting(Finding::level).doesNotContain(Level.FAIL);
            answering.join();
        }
    }

    @Test
    void whatIsWrongWithFilesAndTheMachineIsFound() throws Exception {
        try (ServerSocket aws = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answering =
                    CompletableFuture.runAsync(() -> answer(aws, NOW.plus(Duration.ofMinutes(10))));
            installed("spicerack.aws.endpoint=http://127.0.0.1:" + aws.getLocalPort()
                    + "\nspicerack.regoin=x\nspicerack.refresh.concurrent=99999\n");
            Path data = Files.createDirectory(home.resolve("broken"));
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.writeString(data.resolve("metrics.token"), "x".repeat(40));
            Files.setPosixFilePermissions(data.resolve("metrics.token"), PosixFilePermissions.fromString("rw-r--r--"));
            Files.writeString(data.resolve("first-administrator.env"), "");
            Files.writeString(home.resolve("routes/bad.camel.yaml"), "- route: [");
            Files.delete(home.resolve("routes/system/keys.camel.yaml"));
            List<Finding> findings = new LocalDoctor(
                            home,
                            Map.of(),
                            data,
                            start(
                                    settings -> {
                                        throw new SettingsException("clinic.yaml: Port 'x' is no number");
                                    },
                                    Map.of()),
                            Clock.fixed(NOW, ZoneOffset.UTC))
                    .look();
            answering.join();
            assertFound(
                    findings, Level.FAIL, "settings", "'spicerack.regoin' is unknown; did you mean 'spicerack.region'");
            assertFound(
                    findings, Level.FAIL, "settings", "spicerack.refresh.concurrent is 99999; it must be at least 1");
            assertFound(findings, Level.WARN, "data directory", "is open to others, rwxr-xr-x");
            assertFound(findings, Level.FAIL, "secrets", "metrics.token is open to everybody");
            assertFound(findings, Level.WARN, "secrets", "first-administrator.env holds the access key");
            assertFound(findings, Level.FAIL, "routes", "bad.camel.yaml is no YAML");
            assertFound(findings, Level.FAIL, "routes", "keys.camel.yaml is missing");
            assertFound(findings, Level.FAIL, "config/catalog", "clinic.yaml: Port 'x' is no number");
            assertFound(findings, Level.FAIL, "clock", "the clock is 600 s from that of");
        }
    }

    @Test
    void anAwsThatDoesNotAnswerIsFound() throws Exception {
        installed("spicerack.aws.endpoint=http://127.0.0.1:1\n");
        assertFound(local(), Level.FAIL, "reachable", "http://127.0.0.1:1 does not answer");
    }

    /** As the archive has it, with an AWS that is not there: of what the embedded servers bring nothing is told. */
    @Test
    void whatDoesNotMatterBesideEmbeddedServersIsNotWarnedOf() throws Exception {
        try (ServerSocket aws = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> answer(aws, NOW));
            installed(
                    "spicerack.service-owned-key=\nspicerack.service-role=\nspicerack.aws.endpoint=http://127.0.0.1:1\n"
                            + "spicerack.refresh.concurrent=99\n");
            Map<String, String> embedded = Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:" + aws.getLocalPort());
            List<Finding> findings = new LocalDoctor(
                            home,
                            Map.of("AWS_ENDPOINT_URL_KMS", "http://127.0.0.1:2"),
                            null,
                            start(settings -> {}, embedded),
                            Clock.fixed(NOW, ZoneOffset.UTC))
                    .look();
            answering.join();
            assertThat(findings)
                    .filteredOn(finding ->
                            finding.level() != Level.OK && !finding.check().equals("data directory"))
                    .extracting(Finding::found)
                    .containsExactly("spicerack.refresh.concurrent is 99; it must be at least 1 and at most 64");
            assertFound(local(), Level.FAIL, "settings", "spicerack.service-role is empty");
        }
    }

    @Test
    void anAwsThatTheSdksOwnVariablesNameIsAskedInstead() throws Exception {
        installed("");
        List<Finding> findings = new LocalDoctor(
                        home,
                        Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:2", "AWS_ENDPOINT_URL_KMS", "http://127.0.0.1:1"),
                        null,
                        start(),
                        Clock.fixed(NOW, ZoneOffset.UTC))
                .look();
        assertFound(findings, Level.FAIL, "reachable", "http://127.0.0.1:1 does not answer");
    }

    @Test
    void whatIsWrongWithKeysSourcesAndDataSetsIsFoundThroughTheService() throws Exception {
        installed("spicerack.aws.endpoint=http://127.0.0.1:1\n");
        KeyReference disabled = core.createDefaultKey("disabled");
        core.publish("patients", SampleRows.of(1));
        KeyReference forbidden = core.createDefaultKey("forbidden");
        core.publish("claims", SampleRows.of(1));
        core.keys().set(disabled, KeyState.Disabled);
        core.keys().forbid(forbidden);
        core.spice()
                .dataSources()
                .create(
                        new DataSourceDefinition(
                                new DataSourceId("clinic"),
                                "Clinic",
                                DataSourceType.POSTGRESQL,
                                "127.0.0.1",
                                1,
                                "clinic",
                                false,
                                null,
                                null),
                        new CredentialsInput.CredentialPair("u", Secret.of("p")));
        DataSetId visits = core.declare("visits");
        core.spice().ingestions().request(visits, RequestSource.MANUAL);
        try (Refresh refresh = core.next(visits)) {
            refresh.fail(new IngestionException(IngestionErrorType.SQL_TABLE_NOT_FOUND, "there is no table 'visit'"));
        }
        core.declare("never");
        assertThat(served.run(new DoctorCommand(home, start()))).isOne();
        assertThat(served.out().toString())
                .containsPattern("FAIL +key .*key/disabled: .* is Disabled")
                .containsPattern("FAIL +key .*key/forbidden: .* may not be used by this service")
                .containsPattern("FAIL +data source clinic: ")
                .containsPattern("WARN +data set visits: .*SQL_TABLE_NOT_FOUND.*\\R +-> then: spicerack refresh visits")
                .containsPattern("WARN +data set never: .*no version, and no schedule asks for one")
                .containsPattern("WARN +reachable: .*\\R.*the running service has other settings")
                .containsPattern("[0-9]+ checks: [0-9]+ fail, [0-9]+ warn, [0-9]+ are well\\R$");
        core.keys().reachable(false);
        served.out().getBuffer().setLength(0);
        assertThat(served.run(new DoctorCommand(home, start()))).isOne();
        assertThat(served.out().toString()).containsPattern("FAIL +key .*KMS does not answer");
        served.server().close();
        served.out().getBuffer().setLength(0);
        assertThat(served.run(new DoctorCommand(home, start()))).isOne();
        assertThat(served.out().toString()).containsPattern("FAIL +service: no Spicerack answers");
    }

    private void installed(String more) throws IOException {
        Files.createDirectories(home.resolve("config"));
        Files.createDirectories(home.resolve("routes/system"));
        Files.writeString(
                home.resolve("config/application.properties"),
                "spicerack.account-id=111122223333\nspicerack.region=eu-west-1\n"
                        + "spicerack.service-owned-key=arn:aws:kms:eu-west-1:111122223333:key/1\n"
                        + "spicerack.service-role=arn:aws:iam::111122223333:role/spicerack\n" + more);
        for (String name : List.of("credentials", "keys", "refresh")) {
            Files.copy(
                    Path.of("routes/system", name + ".camel.yaml"),
                    home.resolve("routes/system").resolve(name + ".camel.yaml"));
        }
    }

    private List<Finding> local() {
        return new LocalDoctor(home, Map.of(), null, start(), Clock.fixed(NOW, ZoneOffset.UTC)).look();
    }

    /** As an endpoint of AWS does to whoever has not signed. */
    private static void answer(ServerSocket aws, Instant time) {
        try (Socket client = aws.accept()) {
            assertThat(client.getInputStream().read(new byte[4096])).isPositive();
            client.getOutputStream()
                    .write(("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nDate: "
                                    + DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC))
                                    + "\r\n\r\n")
                            .getBytes(US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertFound(List<Finding> findings, Level level, String check, String words) {
        assertThat(findings)
                .filteredOn(
                        finding -> finding.level() == level && finding.check().equals(check))
                .as(words)
                .anySatisfy(finding -> {
                    assertThat(finding.found()).contains(words);
                    assertThat(finding.wayOut()).isNotEmpty();
                });
    }
}
