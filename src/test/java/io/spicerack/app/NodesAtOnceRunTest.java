package io.spicerack.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.ChildJvm;
import io.spicerack.WithServers;
import io.spicerack.aws.AwsClients;
import io.spicerack.aws.AwsConfig;
import io.spicerack.kit.aws.AwsUnderTest;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.kit.embedded.AwsConsole;
import io.spicerack.kit.protocol.LocalAwsConfig;
import io.spicerack.model.Account;
import io.spicerack.model.Secret;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.s3.S3Client;

/** {@code spicerack run} with {@code spicerack.nodes=together}, as two processes on one catalog, one bucket and one KMS. */
@WithServers
class NodesAtOnceRunTest {
    private static final Account ACCOUNT = new Account("aws", "eu-west-1", "111122223333");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final TestDatabase database = TestDatabases.postgres().newDatabase();
    private final List<Process> processes = new ArrayList<>();
    private final Path directory;
    private final LocalAws local;
    private final Map<String, String> settings = new LinkedHashMap<>();

    NodesAtOnceRunTest(@TempDir Path directory) {
        this.directory = directory;
        local = LocalAws.start(LocalAwsConfig.onLoopback(
                0,
                directory.resolve("aws"),
                ACCOUNT,
                new LocalAwsConfig.AccessKey(AwsUnderTest.ACCESS_KEY_ID, Secret.of(AwsUnderTest.SECRET_ACCESS_KEY)),
                Clock.systemUTC()));
        AwsConfig aws = new AwsConfig(
                ACCOUNT.region(),
                Optional.of(local.endpoint()),
                Optional.of(
                        new AwsConfig.AccessKey(AwsUnderTest.ACCESS_KEY_ID, Secret.of(AwsUnderTest.SECRET_ACCESS_KEY))),
                Duration.ofSeconds(10));
        try (AwsClients clients = new AwsClients(aws);
                S3Client s3 = AwsUnderTest.s3(local.endpoint())) {
            AwsConsole console = new AwsConsole(clients);
            s3.createBucket(request -> request.bucket("sealed-versions"));
            settings.put(
                    "catalog.secret",
                    console.putSecret(
                                    "catalog",
                                    Secret.of("{\"username\":\"" + TestDatabases.USER + "\",\"password\":\""
                                            + TestDatabases.PASSWORD + "\"}"))
                            .toString());
            settings.put(
                    "audit.signing-key",
                    clients.kms()
                            .createKey(
                                    request -> request.keySpec(KeySpec.RSA_2048).keyUsage(KeyUsageType.SIGN_VERIFY))
                            .keyMetadata()
                            .arn());
            settings.put(
                    "service-owned-key",
                    console.createKey("the service-owned key").toString());
        }
        settings.put("nodes", "together");
        settings.put("catalog", database.url().replaceFirst("[?].*", ""));
        settings.put("catalog.tls", "off");
        settings.put("store", "s3://sealed-versions/hospital");
        settings.put("account-id", ACCOUNT.id());
        settings.put("region", ACCOUNT.region());
        settings.put("service-role", "arn:aws:iam::" + ACCOUNT.id() + ":root");
        settings.put("aws.endpoint", local.endpoint().toString());
        settings.put("management.port", "0");
        settings.put("api.port", "0");
    }

    @AfterEach
    void close() {
        processes.forEach(process -> process.destroyForcibly().onExit().join());
        local.close();
    }

    private Process start(String node) throws Exception {
        Process process = begin(node);
        untilReady(node, process);
        return process;
    }

    private Process begin(String node) throws Exception {
        Path home = directory.resolve(node);
        Files.createDirectories(home.resolve("config"));
        Files.createDirectories(home.resolve("routes").resolve("system"));
        for (String file : List.of("audit", "credentials", "data-sets", "keys", "refresh")) {
            Path to = home.resolve("routes").resolve("system").resolve(file + ".camel.yaml");
            Files.copy(Path.of("routes", "system", file + ".camel.yaml"), to);
        }
        StringBuilder text = new StringBuilder();
        settings.forEach((name, value) ->
                text.append("spicerack.").append(name).append('=').append(value).append('\n'));
        Files.writeString(home.resolve("config").resolve("application.properties"), text);
        List<String> options = List.of(
                "-Xmx256m",
                "-Dspicerack.home=" + home,
                "-Daws.accessKeyId=" + AwsUnderTest.ACCESS_KEY_ID,
                "-Daws.secretAccessKey=" + AwsUnderTest.SECRET_ACCESS_KEY);
        Process process = new ProcessBuilder(ChildJvm.command(
                        options,
                        Spicerack.class,
                        "run",
                        "--keep",
                        home.resolve("data").toString()))
                .redirectError(home.resolve("stderr").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private void untilReady(String node, Process process) throws Exception {
        Path home = directory.resolve(node);
        BufferedReader out = process.inputReader(UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains("Ctrl-C or SIGTERM ends it")) {
                return;
            }
        }
        throw new AssertionError("the node ended before it was ready: " + Files.readString(home.resolve("stderr")));
    }

    /** What a node says of all: by process, what each does alone. */
    private Map<Long, Set<String>> working(String node) throws Exception {
        String variables =
                Files.readString(directory.resolve(node).resolve("data").resolve("env.sh"));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(variable(variables, "SPICERACK_MANAGEMENT_URL") + "/nodes"))
                .header("Authorization", "Bearer " + variable(variables, "SPICERACK_MANAGEMENT_TOKEN"))
                .build();
        JsonNode nodes = MAPPER.readTree(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body())
                .path("nodes");
        Map<Long, Set<String>> working = new TreeMap<>();
        for (JsonNode each : nodes) {
            assertThat(each.path("state").asText()).isEqualTo("WORKS");
            Set<String> duties = new TreeSet<>();
            each.path("duties").forEach(duty -> duties.add(duty.asText()));
            working.put(each.path("process").asLong(), duties);
        }
        return working;
    }

    private static String variable(String text, String name) {
        Matcher found = Pattern.compile("(?m)^export " + name + "='([^']*)'$").matcher(text);
        assertThat(found.find()).as(name).isTrue();
        return found.group(1);
    }

    @Test
    void bothWorkAndWhatOneDidAloneIsTheOthersWhenItIsKilled() throws Exception {
        Process first = start("a");
        Process second = start("b");
        Set<String> alone = Set.of("audit sink 'files'", "key watch", "sweeper");
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            Map<Long, Set<String>> all = working("b");
            assertThat(all).containsOnlyKeys(first.pid(), second.pid());
            assertThat(all.get(first.pid())).containsAll(alone);
            assertThat(all.get(second.pid())).doesNotContainAnyElementsOf(alone);
        });
        assertThat(working("a").keySet()).isEqualTo(working("b").keySet());
        first.destroyForcibly().onExit().join();
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            Map<Long, Set<String>> all = working("b");
            assertThat(all).containsOnlyKeys(second.pid());
            assertThat(all.get(second.pid())).containsAll(alone);
        });
        second.destroy();
        assertThat(second.waitFor()).isEqualTo(128 + 15);
    }

    @Test
    void threeThatStartAtOnceOnAnEmptyCatalogMakeOneInstallation() throws Exception {
        Map<String, Process> all = new TreeMap<>();
        for (String node : List.of("a", "b", "c")) {
            all.put(node, begin(node));
        }
        for (Map.Entry<String, Process> each : all.entrySet()) {
            untilReady(each.getKey(), each.getValue());
        }
        for (String node : all.keySet()) {
            assertThat(working(node)).hasSize(all.size());
        }
    }
}
