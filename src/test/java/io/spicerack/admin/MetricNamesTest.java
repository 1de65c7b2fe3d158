package io.spicerack.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spicerack.TakesLong;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.queue.RouteSchedule;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSourceDefinition;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.RequestSource;
import io.spicerack.model.Secret;
import io.spicerack.ops.Observers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What alert rules and the dashboard name is what is served, to the token for metrics too. */
@TakesLong
@WithCore
class MetricNamesTest {
    private static final Pattern NAME = Pattern.compile("\\b(?:spicerack|jvm|process)_[a-z_]+[a-z]\\b");
    private static final Path RULES = Path.of("config/prometheus/alerts.yaml");
    private static final Path DASHBOARD = Path.of("config/prometheus/grafana-dashboard.json");

    private final CoreFixture core;
    private final Observers observers = new Observers();
    private final ManagementServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    MetricNamesTest(CoreFixture core) {
        this.core = core;
        server = ManagementServer.starting(
                new ManagementConfig("127.0.0.1", 0, core.directory().resolve("management.token")),
                core.spice(),
                observers,
                core.clock());
        server.started();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyNameInTheRulesAndOnTheDashboardIsServed() throws Exception {
        String metrics = metricsOfABusyDay();
        Set<String> served = metrics.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceAll("[{ ].*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named(new YAMLMapper().readTree(RULES.toFile()), "expr"))
                .hasSizeGreaterThan(10)
                .isSubsetOf(served);
        assertThat(named(new ObjectMapper().readTree(DASHBOARD.toFile()), "expr"))
                .hasSizeGreaterThan(15)
                .isSubsetOf(served);
    }

    @Test
    void everyAlertSaysWhatIsWrongAndWhatToDo() throws IOException {
        JsonNode rules = new YAMLMapper().readTree(RULES.toFile()).at("/groups/0/rules");
        assertThat(rules).hasSizeGreaterThan(10).allSatisfy(rule -> {
            assertThat(rule.at("/annotations/summary").asText()).isNotEmpty();
            assertThat(rule.at("/annotations/do").asText()).isNotEmpty();
            assertThat(rule.at("/labels/severity").asText()).isIn("page", "ticket");
        });
    }

    @Test
    void theTokenForMetricsOpensThemAloneAndStays() throws Exception {
        Path file = core.directory().resolve("metrics.token");
        String token = Files.readString(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(get("/metrics", token).statusCode()).isEqualTo(200);
        for (String path : new String[] {"/data-sets", "/keys", "/audit/events", "/metrics/more"}) {
            assertThat(get(path, token).statusCode()).as(path).isEqualTo(401);
        }
        server.close();
        assertThat(file).hasContent(token);
    }

    @Test
    void aTokenThatEverybodyCanReadIsRefused() throws Exception {
        Path file = core.directory().resolve("open.token");
        Files.writeString(file, "x".repeat(40));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(catchThrowable(() -> MetricsToken.open(file, new SecureRandom())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is open to everybody on this machine; chmod 640 it");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(MetricsToken.open(file, new SecureRandom()).admits("Bearer " + "x".repeat(40)))
                .isTrue();
    }

    /** A version, a failure, a refresh in flight, a source that does not answer, a caller who was refused. */
    private String metricsOfABusyDay() throws Exception {
        core.spice().audit().register("files");
        core.publish("patients", SampleRows.of(30));
        core.spice().keyWatch().look();
        observers.kms().around(core.keys()).describe(CoreFixture.SERVICE_OWNED_KEY);
        get("/metrics", "wrong");
        DataSetId visits = core.declare("visits");
        core.spice().ingestions().request(visits, RequestSource.MANUAL);
        try (Refresh refresh = core.next(visits)) {
            refresh.fail(new IngestionException(IngestionErrorType.SQL_TABLE_NOT_FOUND, "there is no table 'visit'"));
        }
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
        core.spice()
                .schedules()
                .declare(List.of(new RouteSchedule(
                        visits,
                        "r",
                        "f",
                        () -> Optional.of(core.clock().instant().plusSeconds(60)))));
        core.spice().ingestions().request(visits, RequestSource.MANUAL);
        try (Refresh refresh = core.next(visits)) {
            refresh.begin().seal(SampleRows.of(3));
            return get("/metrics", Files.readString(core.directory().resolve("management.token")))
                    .body();
        }
    }

    private static Set<String> named(JsonNode document, String member) {
        return document.findValuesAsText(member).stream()
                .flatMap(expression -> NAME.matcher(expression).results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
    }
}
