package io.spicerack.hawtio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.TakesLong;
import io.spicerack.admin.ManagementConfig;
import io.spicerack.admin.ManagementServer;
import io.spicerack.admin.ReaderLimits;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.account.NewAccessKey;
import io.spicerack.core.revoke.Dawdler;
import io.spicerack.ops.Observers;
import io.spicerack.ops.OpsBeans;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hawtio and Jolokia as a browser, and somebody who is no browser, ask for them. */
@TakesLong
@WithCore
class HawtioConsoleTest {
    private static final String PATIENTS = "io.spicerack:type=DataSet,name=patients";
    private static final String KEYS = "io.spicerack:type=Keys";

    private final CoreFixture core;
    private final ManagementServer server;
    private final OpsBeans beans;

    HawtioConsoleTest(CoreFixture core) {
        this.core = core;
        core.publish("patients", SampleRows.of(3));
        server = ManagementServer.start(
                new ManagementConfig("127.0.0.1", 0, core.directory().resolve("management.token")),
                core.spice(),
                core.clock());
        beans = OpsBeans.register(core.spice(), core.clock(), Dawdler.NONE, new Observers().levels());
    }

    @AfterEach
    void stop() {
        beans.close();
        server.close();
    }

    @Test
    void aStrangerIsSentToTheLoginAndGetsNothingElse() throws Exception {
        JolokiaClient stranger = login("alice", "wrong");
        assertThat(stranger.isIn()).isFalse();
        assertThat(stranger.get("/hawtio/camel").statusCode()).isEqualTo(303);
        assertThat(stranger.get("/hawtio/").headers().firstValue("Location")).hasValue("/login?to=hawtio");
        assertThat(stranger.get("/login?to=hawtio").body()).contains("name=\"to\" value=\"/hawtio/\"");
        assertThat(stranger.get("/hawtio/hawtconfig.json").statusCode()).isEqualTo(401);
        assertThat(stranger.get("/hawtio/jolokia").statusCode()).isEqualTo(401);
        assertThat(stranger.post("{\"type\":\"version\"}").statusCode()).isEqualTo(401);
    }

    @Test
    void itsPagesAreServedUnderAPolicyThatKnowsThisPortAlone() throws Exception {
        JolokiaClient alice = login("alice", token());
        HttpResponse<String> page = alice.get("/hawtio/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self';")
                .contains("connect-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe-eval", "http", "*");
        assertThat(alice.get("/hawtio/camel/routes").body()).isEqualTo(page.body());
        Matcher script =
                Pattern.compile("src=\"(/hawtio/static/js/main[^\"]+)\"").matcher(page.body());
        assertThat(script.find()).isTrue();
        assertThat(alice.get(script.group(1)).statusCode()).isEqualTo(200);
        assertThat(alice.get(script.group(1) + ".map").statusCode()).isEqualTo(404);
        for (String path :
                List.of("/hawtio/nosuch.js", "/hawtio/..%2fapplication.properties.js", "/hawtio/%2e%2e.js")) {
            assertThat(alice.get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(alice.get("/hawtio/user").body()).isEqualTo("\"alice\"");
        assertThat(alice.get("/hawtio/hawtconfig.json").body()).contains("\"appName\":\"Spicerack\"", "alice, admin");
        assertThat(alice.get("/hawtio/auth/logout").headers().firstValue("Location"))
                .hasValue("/");
        assertThat(alice.get("/hawtio/").statusCode()).isEqualTo(303);
    }

    @Test
    void onlyAPageOfThisPortAsksAndOnlyByPost() throws Exception {
        JolokiaClient alice = login("alice", token());
        String question = "{\"type\":\"version\"}";
        assertThat(alice.post(question).statusCode()).isEqualTo(200);
        for (String origin : new String[] {"http://evil.example", "null", "http://127.0.0.1:1"}) {
            assertThat(alice.send(alice.request("/hawtio/jolokia")
                                    .header("Origin", origin)
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(question)))
                            .statusCode())
                    .as(origin)
                    .isEqualTo(401);
        }
        assertThat(alice.send(alice.request("/hawtio/jolokia").POST(BodyPublishers.ofString(question)))
                        .statusCode())
                .as("without an origin")
                .isEqualTo(401);
        assertThat(alice.get("/hawtio/jolokia/read/java.lang:type=Runtime/Uptime")
                        .statusCode())
                .isEqualTo(404);
        assertThat(alice.get("/hawtio/jolokia").body()).doesNotContain("config", "product");
        assertThat(alice.send(alice.request("/hawtio/jolokia").method("PUT", BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void whatIsNotAskedForInHawtiosWordsIsRefused() throws Exception {
        JolokiaClient alice = login("alice", token());
        for (String body : List.of(
                "{\"type\":\"write\",\"mbean\":\"" + PATIENTS + "\",\"attribute\":\"Rows\",\"value\":1}",
                "{\"type\":\"notification\",\"command\":\"register\"}",
                "{\"type\":\"config\"}",
                "{\"type\":\"regnotif\"}",
                "[{\"type\":\"version\"},{}]",
                "[1]",
                "7",
                "",
                "{\"type\":\"read\"",
                "[" + "{\"type\":\"version\"},".repeat(1000) + "{\"type\":\"version\"}]")) {
            assertThat(alice.post(body).statusCode())
                    .as(body.substring(0, Math.min(60, body.length())))
                    .isEqualTo(400);
        }
        JsonNode answer = alice.ask("{\"type\":\"read\",\"mbean\":\"" + PATIENTS
                + "\",\"attribute\":\"Rows\",\"target\":{\"url\":\"service:jmx:rmi://127.0.0.1:1/\"},"
                + "\"config\":{\"includeStackTrace\":\"true\",\"serializeException\":\"true\"}}");
        assertThat(answer.path("value").asInt())
                .as("another server is not asked")
                .isEqualTo(3);
        assertThat(answer.path("request").has("target")).isFalse();
        assertThat(alice.ask("{\"type\":\"exec\",\"mbean\":\"" + KEYS
                                + "\",\"operation\":\"unlock\",\"arguments\":[\"nosuch\"],"
                                + "\"config\":{\"includeStackTrace\":\"true\",\"serializeException\":\"true\"}}")
                        .toString())
                .contains("nosuch")
                .doesNotContain("stacktrace", "error_value", "KeysBean.java");
    }

    @Test
    void eachRoleMayWhatItMayAndWhoDidItIsOnRecord() throws Exception {
        core.createDefaultKey("ours");
        core.publish("patients", SampleRows.of(3));
        String key = CoreFixture.key("ours").toString();
        JolokiaClient viewer = principal("vera", "spicerack:viewer");
        JolokiaClient operator = principal("otto", "spicerack:operator");
        JolokiaClient admin = principal("anna", "spicerack:admin");
        assertThat(viewer.read(PATIENTS, "Rows").path("value").asInt()).isEqualTo(3);
        assertThat(viewer.call(PATIENTS, "refresh()").path("error").asText())
                .contains("refresh() forbidden for MBean io.spicerack:name=patients");
        assertThat(core.spice().ingestions().queued()).isZero();
        assertThat(operator.call(PATIENTS, "refresh()").path("status").asInt()).isEqualTo(200);
        assertThat(core.spice().ingestions().queued()).isOne();
        assertThat(core.spice().audit().search(AuditQuery.newest(1).by("otto")))
                .singleElement()
                .satisfies(record ->
                        assertThat(record.json()).contains("CreateIngestion", "IAMUser", "user/default/otto"));
        assertThat(operator.call(PATIENTS, "cancel").path("value").asInt()).isOne();
        assertThat(operator.call(KEYS, "lockDown", key, "lockdown")
                        .path("status")
                        .asInt())
                .isEqualTo(403);
        assertThat(admin.call(KEYS, "lockDown", key, "yes").path("error").asText())
                .contains("nothing was done", "1 data sets cannot be read any more");
        assertThat(admin.call(KEYS, "lockDown", key, "lockdown").path("value").asText())
                .startsWith("1 of 1 data sets follow");
        assertThat(core.spice().audit().search(AuditQuery.newest(10).by("anna")))
                .anySatisfy(record -> assertThat(record.eventName()).isEqualTo("DisableKey"));
        assertThat(admin.call(KEYS, "unlock", key).path("value").asText()).startsWith("1 of 1 data sets follow");
    }

    @Test
    void aPrincipalWithoutARoleOrThatWasDeletedIsNotIn() throws Exception {
        assertThat(principal("api", "quicksight:*").isIn()).isFalse();
        JolokiaClient vera = principal("vera", "spicerack:viewer");
        assertThat(vera.get("/").body()).contains("as vera, viewer").doesNotContain("/confirm?do=");
        assertThat(vera.get("/confirm?do=refresh&of=patients").body()).contains("Refresh is for the role operator");
        core.spice().principals().delete("vera");
        assertThat(vera.get("/").statusCode()).isEqualTo(401);
    }

    @Test
    void nothingButTheListIsThere() throws Exception {
        JolokiaClient alice = login("alice", token());
        for (String bean : List.of(
                "java.lang:type=OperatingSystem",
                "java.util.logging:type=Logging",
                "com.sun.management:type=HotSpotDiagnostic",
                "com.sun.management:type=DiagnosticCommand",
                "jolokia:type=Config,agent=spicerack",
                "JMImplementation:type=MBeanServerDelegate")) {
            assertThat(alice.ask("{\"type\":\"search\",\"mbean\":\"" + bean + "\"}")
                            .path("value"))
                    .as(bean)
                    .isEmpty();
            assertThat(alice.ask("{\"type\":\"read\",\"mbean\":\"" + bean + "\"}")
                            .path("value")
                            .toString())
                    .as(bean)
                    .doesNotContain("\":\"/", "java.class.path");
        }
        assertThat(alice.read("java.lang:type=Runtime", "SystemProperties")
                        .path("status")
                        .asInt())
                .isEqualTo(403);
        assertThat(alice.call("com.sun.management:type=HotSpotDiagnostic", "dumpHeap", "x", "true")
                        .path("status")
                        .asInt())
                .isEqualTo(403);
        List<JolokiaClient.Asked> walked = alice.walk();
        Set<String> domains = walked.stream()
                .map(asked -> asked.bean().substring(0, asked.bean().indexOf(':')))
                .collect(Collectors.toSet());
        assertThat(domains).containsExactlyInAnyOrder("io.spicerack", "java.lang");
        List<String> ours = new ArrayList<>();
        for (JolokiaClient.Asked asked : walked) {
            if (asked.bean().startsWith("io.spicerack:")) {
                assertThat(asked.answer().has("status")).as(asked.toString()).isTrue();
                assertThat(asked.allowed()).as(asked.toString()).isTrue();
                ours.add(asked.member());
            }
        }
        assertThat(ours).hasSizeGreaterThan(35);
    }

    @Test
    void itIsServedToThisMachineUnlessToldOtherwise() throws Exception {
        assertThat(HawtioAccess.LOOPBACK.allows("127.0.0.1")).isTrue();
        assertThat(HawtioAccess.LOOPBACK.allows("0:0:0:0:0:0:0:1")).isTrue();
        assertThat(HawtioAccess.LOOPBACK.allows("10.1.2.3")).isFalse();
        assertThat(HawtioAccess.EVERYWHERE.allows("10.1.2.3")).isTrue();
        Path token = core.directory().resolve("off").resolve("management.token");
        try (ManagementServer off = ManagementServer.start(
                new ManagementConfig(
                        "127.0.0.1",
                        0,
                        token,
                        token.resolveSibling("metrics.token"),
                        ReaderLimits.DEFAULT,
                        HawtioAccess.OFF,
                        Optional.empty()),
                core.spice(),
                core.clock())) {
            JolokiaClient alice = JolokiaClient.login(off.url().toString(), "alice", Files.readString(token));
            assertThat(alice.isIn()).isTrue();
            assertThat(alice.get("/hawtio/").statusCode()).isEqualTo(401);
        }
    }

    private JolokiaClient principal(String name, String action) throws Exception {
        try (NewAccessKey key = core.spice().principals().create(name, List.of(action), List.of())) {
            return login(name, key.secretAccessKey().reveal(secret -> secret));
        }
    }

    private JolokiaClient login(String name, String secret) throws Exception {
        return JolokiaClient.login(server.url().toString(), name, secret);
    }

    private String token() throws Exception {
        return Files.readString(core.directory().resolve("management.token"));
    }
}
