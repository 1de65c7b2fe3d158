package io.spicerack.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.ChildJvm;
import io.spicerack.WithServers;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyListEntry;

/** {@code spicerack run --embedded} as a process of its own, started twice on the same directory. */
@WithServers
class RunProcessTest {
    private static final Pattern EXPORT = Pattern.compile("(?m)^export (\\w+)='([^']*)'$");

    private Path directory;

    @BeforeEach
    void empty(@TempDir Path temporary) {
        directory = temporary;
    }

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void itRunsStopsOnSigtermLeavesNoProcessAndStartsAgain() throws Exception {
        Set<String> keys = runAndStop();
        assertThat(runAndStop()).isEqualTo(keys);
    }

    /** Returns the keys that the embedded KMS holds: the service-owned one and the drill's. */
    private Set<String> runAndStop() throws Exception {
        Path data = directory.resolve("data");
        Process service = start(data);
        try {
            awaitLine(service, "Ctrl-C or SIGTERM ends it");
            Map<String, String> variables = variables(data.resolve("env.sh"));
            List<ProcessHandle> servers = service.descendants().toList();
            assertThat(servers).hasSizeGreaterThanOrEqualTo(2);
            assertThat(management(variables)).contains("hospital-patients");
            assertThat(variables).containsEntry("SPICERACK_DATA_DIRECTORY", data.toString());
            Set<String> keys = keys(variables);
            service.destroy();
            assertThat(service.waitFor()).isEqualTo(128 + 15);
            assertThat(servers).noneMatch(ProcessHandle::isAlive);
            assertThat(data.resolve("management.url")).doesNotExist();
            return keys;
        } finally {
            service.descendants().forEach(ProcessHandle::destroyForcibly);
            service.destroyForcibly();
        }
    }

    private Process start(Path data) throws Exception {
        List<String> options = new ArrayList<>(
                List.of("-Xmx256m", "-Dspicerack.home=" + Path.of("").toAbsolutePath()));
        for (String port : List.of(
                "embedded.aws-port",
                "embedded.postgres-port",
                "embedded.mariadb-port",
                "management.port",
                "api.port")) {
            options.add("-Dspicerack." + port + "=0");
        }
        return new ProcessBuilder(
                        ChildJvm.command(options, Spicerack.class, "run", "--embedded", "--keep", data.toString()))
                .redirectError(directory.resolve("stderr").toFile())
                .start();
    }

    private void awaitLine(Process service, String wanted) throws Exception {
        StringBuilder seen = new StringBuilder();
        BufferedReader out = service.inputReader(UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains(wanted)) {
                return;
            }
            seen.append(line).append('\n');
        }
        throw new AssertionError(
                "the service ended before it was ready: " + seen + Files.readString(directory.resolve("stderr")));
    }

    private static Map<String, String> variables(Path file) throws Exception {
        Map<String, String> variables = new HashMap<>();
        EXPORT.matcher(Files.readString(file))
                .results()
                .forEach(export -> variables.put(export.group(1), export.group(2)));
        return variables;
    }

    private static String management(Map<String, String> variables) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(variables.get("SPICERACK_MANAGEMENT_URL") + "/data-sets"))
                .header("Authorization", "Bearer " + variables.get("SPICERACK_MANAGEMENT_TOKEN"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static Set<String> keys(Map<String, String> variables) {
        try (KmsClient kms = KmsClient.builder()
                .endpointOverride(URI.create(variables.getOrDefault("AWS_ENDPOINT_URL", "")))
                .region(Region.of(variables.getOrDefault("AWS_REGION", "")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        variables.get("AWS_ACCESS_KEY_ID"), variables.get("AWS_SECRET_ACCESS_KEY"))))
                .build()) {
            Set<String> keys =
                    kms.listKeys().keys().stream().map(KeyListEntry::keyArn).collect(Collectors.toSet());
            assertThat(keys).hasSize(2);
            return keys;
        }
    }
}
