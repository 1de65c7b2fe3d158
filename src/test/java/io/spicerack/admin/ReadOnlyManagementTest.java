package io.spicerack.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.CatalogContents;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.account.NewAccessKey;
import io.spicerack.ops.Health;
import io.spicerack.ops.Metrics;
import io.spicerack.ops.Observers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every call of the management port, by a principal that may look at everything and change nothing. */
@TakesLong
@WithCore
class ReadOnlyManagementTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private CoreFixture core;
    private ManagementServer server;

    @BeforeEach
    void start(CoreFixture core) {
        this.core = core;
        server = ManagementServer.start(
                new ManagementConfig("127.0.0.1", 0, core.directory().resolve("management.token")),
                core.spice(),
                core.clock());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void eachCallThatReadsIsServedAndNoneThatChanges() throws Exception {
        core.publish("patients", SampleRows.of(3));
        String key = auditor();
        List<String> before = CatalogContents.of(core.directory());
        List<Endpoint> endpoints = endpoints();
        for (Endpoint endpoint : endpoints) {
            String[] parts = endpoint.methodAndPath().split(" ", 2);
            HttpResponse<String> answer = send(parts[0], parts[1].replaceAll("\\{\\w+}", "patients"), key);
            if (parts[0].equals("GET")) {
                assertThat(answer.statusCode()).as(endpoint.methodAndPath()).isNotIn(401, 403);
            } else {
                assertThat(answer.statusCode()).as(endpoint.methodAndPath()).isEqualTo(403);
                assertThat(answer.body())
                        .contains("principal 'auditor' may look at everything and change nothing; "
                                + endpoint.methodAndPath() + " is not for it");
            }
        }
        assertThat(endpoints).hasSizeGreaterThan(30);
        assertThat(CatalogContents.of(core.directory())).isEqualTo(before);
        assertThat(core.spice().refusals().counts().toString()).contains("ReadOnly");
    }

    @Test
    void whatItReadsIsOnRecordUnderItsOwnName() throws Exception {
        core.publish("patients", SampleRows.of(3));
        HttpResponse<String> rows = send("GET", "/data-sets/patients/rows", auditor());
        assertThat(rows.statusCode()).isEqualTo(200);
        assertThat(core.spice().audit().search(AuditQuery.newest(1).named("OpenDataSet")))
                .singleElement()
                .satisfies(record -> assertThat(record.json())
                        .contains("\"type\":\"IAMUser\"", "user/default/auditor", "\"userName\":\"auditor\""));
    }

    @Test
    void itsKeyOpensNothingOnceItIsRotatedOrGone() throws Exception {
        String key = auditor();
        assertThat(send("GET", "/keys", key).statusCode()).isEqualTo(200);
        assertThat(send("GET", "/keys", key + "x").statusCode()).isEqualTo(401);
        assertThat(send("GET", "/keys", key.substring(0, key.indexOf(':') + 1)).statusCode())
                .isEqualTo(401);
        core.spice().principals().rotate("auditor").close();
        assertThat(send("GET", "/keys", key).statusCode()).isEqualTo(401);
        core.spice().principals().delete("auditor");
        String again = auditor();
        assertThat(send("GET", "/health", again).body()).contains("freeBytes");
        core.spice().principals().delete("auditor");
        assertThat(send("GET", "/keys", again).statusCode()).isEqualTo(401);
    }

    /** An administrator of the API is not one of the port, whose token is the operator's. */
    @Test
    void theKeysOfOtherPrincipalsOpenTheApiAlone() throws Exception {
        try (NewAccessKey key = core.spice().principals().create("boss", List.of("*"), List.of("*"))) {
            assertThat(send("GET", "/keys", text(key)).statusCode()).isEqualTo(401);
        }
    }

    private List<Endpoint> endpoints() {
        Health health = new Health(
                core.spice().dataSets(),
                core.spice().keyWatch(),
                core.spice().ingestions().routeFiles(),
                core.spice().audit().failing(),
                () -> true,
                core.directory());
        Observers observers = new Observers();
        return new ManagementEndpoints(core.spice(), health, core.clock())
                .all(
                        new Metrics(core.spice(), observers.kms(), core.directory(), core.clock()),
                        observers,
                        new SlowClient(AccessToken.of("unused"), server::url),
                        new ReaderMemory(1));
    }

    private String auditor() {
        try (NewAccessKey key = core.spice().principals().createReadOnly("auditor")) {
            return text(key);
        }
    }

    private static String text(NewAccessKey key) {
        return key.principal().accessKeyId() + ":" + key.secretAccessKey().<String>reveal(secret -> secret);
    }

    private HttpResponse<String> send(String method, String path, String key) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Authorization", "Bearer " + key)
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }
}
