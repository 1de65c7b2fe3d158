package io.spicerack.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.TakesLong;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.refresh.Sealed;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyState;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@TakesLong
@WithCore
class ManagementServerTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    private Path directory;

    private CoreFixture core;
    private Path tokenFile;
    private ManagementServer server;

    @BeforeEach
    void start(CoreFixture core) {
        this.core = core;
        directory = core.directory();
        tokenFile = directory.resolve("management.token");
        server = ManagementServer.start(new ManagementConfig("127.0.0.1", 0, tokenFile), core.spice(), core.clock());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theTokenIsForItsOwnerAloneAndGoesWithTheServer() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokenFile)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(tokenFile)).hasSizeGreaterThan(40);
        assertThat(Files.readString(directory.resolve("management.url")))
                .isEqualTo(server.url().toString());
        server.close();
        assertThat(tokenFile).doesNotExist();
        assertThat(directory.resolve("management.url")).doesNotExist();
    }

    @Test
    void withoutItsTokenNothingButHealthIsServed() throws Exception {
        for (String path : new String[] {"/metrics", "/data-sets", "/keys", "/data-sets/patients/rows", "/nothing"}) {
            HttpResponse<String> answer = http.send(request(path).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.body()).contains("UnauthorizedException", "management.token in its data directory");
        }
        HttpRequest wrong = request("/keys").header("Authorization", "Bearer x").build();
        assertThat(http.send(wrong, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    @Test
    void healthTellsStrangersStatesOnly() throws Exception {
        core.publish("patients", SampleRows.of(3));
        core.spice().keyWatch().observed(CoreFixture.SERVICE_OWNED_KEY, KeyState.Disabled);
        JsonNode shown = MAPPER.readTree(
                http.send(request("/health").build(), BodyHandlers.ofString()).body());
        assertThat(shown.path("status").asText()).isEqualTo("UP");
        assertThat(shown.at("/checks/keys").toString()).isEqualTo("{\"status\":\"WARN\"}");
        JsonNode trusted = json("/health");
        assertThat(trusted.at("/checks/keys/states/0/state").asText()).isEqualTo("Disabled");
        assertThat(trusted.at("/checks/disk/freeBytes").asLong()).isPositive();
        assertThat(trusted.at("/checks/catalog/dataSets").asInt()).isEqualTo(1);
    }

    @Test
    void aCatalogThatDoesNotAnswerIsDown() throws Exception {
        core.catalog().close();
        Files.delete(directory.resolve("catalog.db"));
        JsonNode health = json("/health");
        assertThat(health.path("status").asText()).isEqualTo("DOWN");
        assertThat(get("/health").statusCode()).isEqualTo(503);
    }

    @Test
    void dataSetsShowVersionAndLastIngestion() throws Exception {
        core.publish("patients", SampleRows.of(30));
        core.declare("visits");
        core.createDefaultKey("second");
        core.clock().advance(Duration.ofHours(1));
        JsonNode patients = json("/data-sets").at("/dataSets/0");
        assertThat(patients.path("dataSetId").asText()).isEqualTo("patients");
        assertThat(patients.at("/currentVersion/rows").asLong()).isEqualTo(30);
        assertThat(patients.at("/currentVersion/ageSeconds").asLong()).isEqualTo(3600);
        assertThat(patients.at("/currentVersion/drifted").asBoolean()).isTrue();
        assertThat(patients.at("/currentVersion/proof/by").asText()).isEqualTo("none");
        assertThat(patients.at("/currentVersion/proof/why").asText())
                .isEqualTo("its rows come from no source that could be asked");
        assertThat(patients.at("/lastIngestion/status").asText()).isEqualTo("COMPLETED");
        assertThat(json("/data-sets").at("/dataSets/1/currentVersion").isNull()).isTrue();
    }

    @Test
    void keysMarkWhatHasDrifted() throws Exception {
        core.publish("patients", SampleRows.of(3));
        core.createDefaultKey("second");
        core.publish("visits", SampleRows.of(3));
        JsonNode keys = json("/keys");
        assertThat(keys.path("drifted").asInt()).isEqualTo(1);
        assertThat(keys.at("/versions/0/drifted").asBoolean()).isTrue();
        assertThat(keys.at("/versions/1/grantId").isTextual()).isTrue();
        assertThat(keys.at("/keyForNewData/keyArn").asText())
                .isEqualTo(CoreFixture.key("second").toString());
    }

    @Test
    void aRefreshIsQueuedFollowedAndEnds() throws Exception {
        DataSetId patients = core.declare("patients");
        HttpResponse<String> queued =
                send(request("/data-sets/patients/ingestions").POST(BodyPublishers.noBody()));
        assertThat(queued.statusCode()).isEqualTo(201);
        String path = "/data-sets/patients/ingestions/"
                + MAPPER.readTree(queued.body()).path("ingestionId").asText();
        assertThat(json(path).path("status").asText()).isEqualTo("QUEUED");
        try (Refresh refresh = core.next(patients)) {
            core.clock().advance(Duration.ofSeconds(2));
            Sealed sealed = refresh.begin().seal(SampleRows.of(50));
            assertThat(json(path).path("rows").asLong()).isEqualTo(50);
            assertThat(json(path).at("/progress/rowsPerSecond").asDouble()).isEqualTo(25);
            sealed.reconcile().publish();
        }
        assertThat(json(path).path("status").asText()).isEqualTo("COMPLETED");
        assertThat(json(path).path("requestSource").asText()).isEqualTo("MANUAL");
    }

    @Test
    void csvTellsNullFromEmptyText() throws Exception {
        core.publish("patients", SampleRows.of(4));
        HttpResponse<String> rows = get("/data-sets/patients/rows");
        assertThat(rows.headers().firstValue("X-Spicerack-Rows")).hasValue("4");
        assertThat(rows.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8; header=present");
        assertThat(rows.body())
                .isEqualTo(
                        """
                        id,name,fee,ratio,active,born\r
                        0,,,,,\r
                        1,"O'Brien, ""Bo""\nJr.",1.05,0.25,true,1970-01-02\r
                        2,"",2.05,NaN,false,1970-01-03\r
                        3,Łucja 3,3.05,0.75,true,1970-01-04\r
                        """);
    }

    @Test
    void jsonHasNumbersAsNumbers() throws Exception {
        core.publish("patients", SampleRows.of(4));
        assertThat(get("/data-sets/patients/rows?format=json&limit=3").body().lines())
                .containsExactly(
                        "{\"id\":0,\"name\":null,\"fee\":null,\"ratio\":null,\"active\":null,\"born\":null}",
                        "{\"id\":1,\"name\":\"O'Brien, \\\"Bo\\\"\\nJr.\",\"fee\":1.05,\"ratio\":0.25,\"active\":true,"
                                + "\"born\":\"1970-01-02\"}",
                        "{\"id\":2,\"name\":\"\",\"fee\":2.05,\"ratio\":\"NaN\",\"active\":false,\"born\":\"1970-01-03\"}");
    }

    @Test
    void aLimitOfNoRowsGivesTheHeader() throws Exception {
        core.publish("patients", SampleRows.of(4));
        HttpResponse<String> rows = get("/data-sets/patients/rows?limit=0");
        assertThat(rows.body()).isEqualTo("id,name,fee,ratio,active,born\r\n");
        assertThat(rows.headers().firstValue("X-Spicerack-Rows")).hasValue("0");
    }

    @Test
    void aDisabledKeyIsRefusedWithItsArn() throws Exception {
        core.publish("patients", SampleRows.of(3));
        core.keys().set(CoreFixture.SERVICE_OWNED_KEY, KeyState.Disabled);
        assertError(
                "/data-sets/patients/rows",
                403,
                "AccessDeniedException",
                "Cannot open data set 'patients': KMS key " + CoreFixture.SERVICE_OWNED_KEY
                        + " is Disabled. Enable the key.");
        core.keys().reachable(false);
        assertError("/data-sets/patients/rows", 503, "ResourceUnavailableException", "KMS does not answer");
    }

    @Test
    void aReaderThatIsCutDoesNotLookComplete() throws Exception {
        core.publish("patients", SampleRows.of(200_000, 20_000));
        HttpResponse<InputStream> rows =
                http.send(trusted("/data-sets/patients/rows").build(), BodyHandlers.ofInputStream());
        try (InputStream body = rows.body()) {
            assertThat(body.readNBytes(10)).hasSize(10);
            core.spice().keyWatch().observed(CoreFixture.SERVICE_OWNED_KEY, KeyState.Disabled);
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
        String read = rows.headers().firstValue("X-Spicerack-Read").orElseThrow();
        assertThat(json("/reads/" + read).path("message").asText())
                .isEqualTo("Data set 'patients' was shut: KMS key " + CoreFixture.SERVICE_OWNED_KEY
                        + " is Disabled. Enable the key, or refresh under another default key.");
    }

    @Test
    void badCallsAreRefusedInWords() throws Exception {
        core.publish("patients", SampleRows.of(3));
        core.declare("visits");
        assertError("/data-sets/patient/rows", 404, "ResourceNotFoundException", "known are [patients, visits]");
        assertError("/data-sets/visits/rows", 409, "ConflictException", "spicerack refresh visits");
        assertError("/data-sets/patients/rows?format=xml", 400, "InvalidParameterValueException", "csv or json");
        assertError("/data-sets/patients/rows?limit=-1", 400, "InvalidParameterValueException", "limit is '-1'");
        assertError("/data-sets/patients/rows?limits=1", 400, "InvalidParameterValueException", "'limits'");
        assertError("/data-sets/patients/ingestions/no%20one", 404, "ResourceNotFoundException", "no ingestion");
        assertError("/data-sets/patients/ingestions", 405, "MethodNotAllowedException", "only POST");
        assertError("/data-set", 404, "ResourceNotFoundException", "docs/operations.md");
        assertError("/reads/none", 404, "ResourceNotFoundException", "no read 'none' was cut");
    }

    @Test
    void metricsCountEscapeAndNeverAskKms() throws Exception {
        core.spice().audit().register("a \"sink\" \\ with\nall");
        core.publish("patients", SampleRows.of(30));
        core.spice().keyWatch().observed(CoreFixture.SERVICE_OWNED_KEY, KeyState.Enabled);
        core.keys().reachable(false);
        core.clock().advance(Duration.ofSeconds(9));
        String key = "key=\"" + CoreFixture.SERVICE_OWNED_KEY + "\"";
        assertThat(get("/metrics").body().lines())
                .contains(
                        "# TYPE spicerack_data_set_rows gauge",
                        "spicerack_data_set_rows{data_set=\"patients\"} 30.0",
                        "spicerack_data_set_age_seconds{data_set=\"patients\"} 9.0",
                        "spicerack_data_set_drifted{data_set=\"patients\"} 0.0",
                        "spicerack_ingestions_total{data_set=\"patients\",status=\"COMPLETED\"} 1.0",
                        "spicerack_ingestions_total{data_set=\"patients\",status=\"FAILED\"} 0.0",
                        "spicerack_key_state{" + key + ",state=\"Enabled\"} 1.0",
                        "spicerack_key_look_age_seconds{" + key + "} 9.0")
                .anyMatch(line -> line.startsWith("spicerack_audit_backlog{sink=\"a \\\"sink\\\" \\\\ with\\nall\"} "));
    }

    @Test
    void aTakenPortIsNamedWithItsProperty() {
        int taken = server.url().getPort();
        ManagementConfig config = new ManagementConfig("127.0.0.1", taken, directory.resolve("other.token"));
        assertThatThrownBy(() -> ManagementServer.start(config, core.spice(), core.clock()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("127.0.0.1:" + taken)
                .hasMessageContaining("spicerack.management.port");
        assertThat(tokenFile).exists();
        assertThatThrownBy(() -> new ManagementConfig("127.0.0.1", 70_000, tokenFile))
                .hasMessage("spicerack.management.port is 70000; a port is 0 (any free one) to 65535");
    }

    @Test
    void aSessionTagThatIsNoTextIsNamedAndNotItsValue() throws Exception {
        HttpResponse<String> answer =
                send(request("/principals/tags?name=ann").POST(BodyPublishers.ofString("{\"ward\":7007}")));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("the session tag 'ward' is a JSON number")
                .doesNotContain("7007");
    }

    private void assertError(String path, int status, String type, String words) throws Exception {
        HttpResponse<String> answer = get(path);
        JsonNode error = MAPPER.readTree(answer.body());
        assertThat(answer.statusCode()).as(path).isEqualTo(status);
        assertThat(error.path("error").asText()).isEqualTo(type);
        assertThat(error.path("message").asText()).contains(words);
    }

    private JsonNode json(String path) throws Exception {
        return MAPPER.readTree(get(path).body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(trusted(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(
                request.header("Authorization", "Bearer " + Files.readString(tokenFile))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder trusted(String path) throws IOException {
        return request(path).header("Authorization", "Bearer " + Files.readString(tokenFile));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path));
    }
}
