package io.spicerack.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.admin.ManagementConfig;
import io.spicerack.admin.ManagementServer;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.account.NewAccessKey;
import io.spicerack.core.queue.RouteFiles;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.KeyState;
import io.spicerack.model.RequestSource;
import io.spicerack.ops.Health;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The page as a browser asks for it. */
@TakesLong
@WithCore
class PageTest {
    private static final Pattern FORM = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");

    private final CoreFixture core;
    private final ManagementServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private String cookie = "";

    PageTest(CoreFixture core) {
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
    void aStrangerSeesTheLoginAndNothingElse() throws Exception {
        core.publish("patients", SampleRows.of(3));
        for (String path : new String[] {"/", "/login", "/confirm?do=refresh&of=patients", "/file?of=routes/x.yaml"}) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.body()).contains("management.token").doesNotContain("patients");
        }
        assertThat(post("/do", Map.of("do", "refresh", "of", "patients")).statusCode())
                .isEqualTo(401);
        assertThat(core.spice().ingestions().queued()).isZero();
    }

    /** The page comes anew every five seconds, for everybody who looks at it. */
    @Test
    void whatSinksHaveStillToGetIsCountedWhereOneFailsAlone() {
        core.spice().audit().register("files");
        core.publish("patients", SampleRows.of(3));
        Health health = new Health(
                core.spice().dataSets(),
                core.spice().keyWatch(),
                core.spice().ingestions().routeFiles(),
                core.spice().audit().failing(),
                () -> true,
                core.directory());
        assertThat(PageState.read(core.spice(), health, core.clock()).trail().backlog())
                .isEmpty();
        core.spice().audit().failing().failed("files", "no such folder");
        assertThat(PageState.read(core.spice(), health, core.clock())
                        .trail()
                        .backlog()
                        .get("files"))
                .isPositive();
    }

    @Test
    void aWrongTokenAndTheOneForMetricsAreRefusedAndCounted() throws Exception {
        assertThat(login("alice", "wrong").statusCode()).isEqualTo(401);
        assertThat(login("alice", Files.readString(core.directory().resolve("metrics.token")))
                        .statusCode())
                .isEqualTo(401);
        assertThat(login("<b>", token()).body()).contains("Your name is for the audit trail");
        assertThat(core.spice().refusals().counts().toString())
                .contains("WrongToken")
                .contains("=2");
    }

    @Test
    void theSessionIsForThisSiteAloneAndEnds() throws Exception {
        HttpResponse<String> answer = login("alice", token());
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .matches("spicerack=[-_A-Za-z0-9]{43}; Path=/; HttpOnly; SameSite=Strict; Max-Age=28800");
        assertThat(get("/").statusCode()).isEqualTo(200);
        core.clock().advance(Duration.ofHours(9));
        assertThat(get("/").statusCode()).isEqualTo(401);
        login("alice", token());
        assertThat(post("/logout", Map.of("form", form())).statusCode()).isEqualTo(303);
        assertThat(get("/").statusCode()).isEqualTo(401);
    }

    @Test
    void nothingOnThePageComesFromElsewhereOrRuns() throws Exception {
        busyDay();
        login("alice", token());
        HttpResponse<String> page = get("/");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; style-src 'sha256-")
                .contains("frame-ancestors 'none'", "form-action 'self'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.body())
                .doesNotContain("<script", "javascript:", "http://", "https://", " style=", " onclick")
                .doesNotContain(Files.readString(core.directory().resolve("management.token")));
    }

    @Test
    void whatIsWrongStandsFirstAndIsEscaped() throws Exception {
        busyDay();
        login("alice", token());
        String page = get("/").body();
        assertThat(page)
                .contains("1 data set&#39;s last ingestion failed.")
                .contains("SQL_EXCEPTION: &lt;img src=x onerror=alert(1)&gt; &amp; &quot;quotes&quot;")
                .doesNotContain("<img");
        assertThat(page.indexOf("visits")).as("what fails comes first").isLessThan(page.indexOf("patients"));
        assertThat(page).contains("Runs of the last day", "Audit of the last day", "No drill is on record", "fresh");
        core.spice().keyWatch().observed(CoreFixture.SERVICE_OWNED_KEY, KeyState.Disabled);
        assertThat(get("/").body())
                .contains("Key service-owned is Disabled: what is sealed under it cannot be read.", "shut: its key is");
    }

    @Test
    void aSinkThatTakesNothingIsToldWithSinceWhenAndWhatToDo() throws Exception {
        core.spice().audit().register("files");
        core.publish("patients", SampleRows.of(3));
        core.spice().audit().failing().failed("files", "NoSuchFileException: <b>/audit</b>\nforged");
        core.clock().advance(Duration.ofMinutes(3));
        core.spice().audit().failing().failed("files", "NoSuchFileException: <b>/audit</b>\nforged");
        core.spice().audit().failing().failed("alerts/mail", "UnknownHostException");
        login("alice", token());
        assertThat(get("/").body())
                .contains(
                        "Audit sink files takes nothing since 11-23 02:14 (3 min): NoSuchFileException:"
                                + " &lt;b&gt;/audit&lt;/b&gt; forged.",
                        "records wait for it in the catalog, and none is lost. Mend it, and it goes on by itself;",
                        "The way of alerts/mail takes nothing since");
        core.spice().audit().failing().well("files");
        core.spice().audit().failing().well("alerts/mail");
        assertThat(get("/").body()).doesNotContain("takes nothing");
    }

    @Test
    void whatWasSkippedIsToldFromWhatSomebodyCancelled() throws Exception {
        DataSetId patients = core.publish("patients", SampleRows.of(3));
        IngestionId asked = core.spice().ingestions().request(patients, RequestSource.SCHEDULED);
        core.catalog().run(tx -> {
            assertThat(tx.ingestions().claimNext(patients, Optional.empty())).isPresent();
            tx.ingestions().skip(patients, asked, "nothing has <b>changed</b>");
        });
        login("alice", token());
        assertThat(get("/").body())
                .contains("SKIPPED in 0 s", "<div class=\"dim\">nothing has &lt;b&gt;changed&lt;/b&gt;</div>")
                .contains("patients: SKIPPED after 0 s, 0 rows; nothing has &lt;b&gt;")
                .contains("fresh")
                .doesNotContain("CANCELLED");
    }

    @Test
    void whatAFileDiffersInIsShownToOperatorsEscaped() throws Exception {
        RouteFiles files = core.spice().ingestions().routeFiles();
        files.live("routes/beds.camel.yaml", List.of());
        files.refused("routes/a <b>&.yaml", List.of(), "routes/a <b>&.yaml:1:1: no", true);
        files.differs("routes/a <b>&.yaml", () -> List.of("- <i>old</i>", "+ \"new\" \u202e", "  x"));
        files.refusedDataSource("config/catalog/shop.yaml", "no");
        login("alice", token());
        assertThat(get("/").body())
                .contains("2 files are refused.", "What was good before goes on.")
                .containsOnlyOnce("What differs")
                .contains("href=\"/file?of=routes%2Fa%20%3Cb%3E%26.yaml\"");
        HttpResponse<String> page = get("/file?of=routes%2Fa%20%3Cb%3E%26.yaml");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'");
        assertThat(page.body())
                .contains("refused, what it said before goes on", "<div class=\"bad\">- &lt;i&gt;old&lt;/i&gt;</div>")
                .contains("<div class=\"ok\">+ &quot;new&quot; \\u{202e}</div>")
                .doesNotContain("<i>", "<b>", "http-equiv");
        assertThat(get("/file?of=routes%2Fbeds.camel.yaml").body()).contains("Nothing: it runs as it is.");
        assertThat(get("/file?of=%3Cb%3Ex").body()).contains("There is no route file &#39;&lt;b&gt;x&#39;.");
        files.refused("routes/new.yaml", List.of(), "no", false);
        assertThat(get("/").body())
                .contains("3 files are refused.", "Not all of their data sets are refreshed.")
                .contains("refused, nothing of it runs");
        files.live("routes/a <b>&.yaml", List.of());
        assertThat(get("/file?of=routes%2Fa%20%3Cb%3E%26.yaml").body()).doesNotContain("old");
        files.differs("routes/beds.camel.yaml", () -> List.of("- a query"));
        try (NewAccessKey made = core.spice().principals().createReadOnly("auditor")) {
            login("auditor", made.secretAccessKey().reveal(secret -> secret));
        }
        assertThat(get("/").body()).contains("routes/beds.camel.yaml").doesNotContain("What differs");
        assertThat(get("/file?of=routes%2Fbeds.camel.yaml").body())
                .contains("What route files say is for the role operator; auditor has viewer.")
                .doesNotContain("a query");
    }

    @Test
    void aReadOnlyPrincipalLooksAndPressesNothing() throws Exception {
        core.publish("patients", SampleRows.of(3));
        String key;
        try (NewAccessKey made = core.spice().principals().createReadOnly("auditor")) {
            key = made.secretAccessKey().reveal(secret -> secret);
        }
        assertThat(login("auditor", key.substring(1) + "x").statusCode()).isEqualTo(401);
        login("auditor", key);
        assertThat(get("/").body()).contains("patients").doesNotContain("/confirm?do=");
        for (String action : new String[] {"refresh", "cancel", "lockdown", "unlock"}) {
            assertThat(post("/do", Map.of("form", form(), "do", action, "of", "patients"))
                            .body())
                    .as(action)
                    .contains("auditor has viewer. Nothing was done.");
        }
        assertThat(core.spice().ingestions().queued()).isZero();
        core.spice().principals().rotate("auditor").close();
        assertThat(get("/").statusCode()).isEqualTo(401);
    }

    @Test
    void aButtonAsksFirstAndWhoPressedItIsOnRecord() throws Exception {
        DataSetId patients = core.publish("patients", SampleRows.of(3));
        login("alice", token());
        assertThat(get("/confirm?do=refresh&of=patients").body()).contains("Refresh?", "A full refresh is queued");
        assertThat(core.spice().ingestions().queued()).isZero();
        HttpResponse<String> done = post("/do", Map.of("form", form(), "do", "refresh", "of", "patients"));
        assertThat(done.body()).contains("Refresh patients: queued as ");
        assertThat(core.spice().ingestions().queued()).isOne();
        assertThat(core.spice().audit().search(AuditQuery.newest(1).by("alice")))
                .singleElement()
                .satisfies(record -> assertThat(record.eventName()).isEqualTo("CreateIngestion"));
        post("/do", Map.of("form", form(), "do", "cancel", "of", "patients"));
        assertThat(core.spice().ingestions().list(patients, 1).get(0).status()).isEqualTo(IngestionStatus.CANCELLED);
        assertThat(post("/do", Map.of("form", form(), "do", "refresh", "of", "nosuch"))
                        .body())
                .contains("there is no data set &#39;nosuch&#39;");
    }

    @Test
    void aKeyIsLockedDownAndUnlocked() throws Exception {
        core.createDefaultKey("ours");
        core.publish("patients", SampleRows.of(3));
        String key = CoreFixture.key("ours").toString();
        login("alice", token());
        assertThat(get("/confirm?do=lockdown&of=" + key).body()).contains("1 data sets cannot be read any more");
        assertThat(post("/do", Map.of("form", form(), "do", "lockdown", "of", key))
                        .body())
                .contains("1 of 1 data sets follow", "shut: its key is Disabled");
        assertThat(post("/do", Map.of("form", form(), "do", "unlock", "of", key))
                        .body())
                .contains("1 of 1 data sets follow");
        assertThat(get("/confirm?do=lockdown&of=" + CoreFixture.key("other")).body())
                .contains("neither protects anything here");
    }

    @Test
    void aFormOfAnotherSiteDoesNothing() throws Exception {
        core.publish("patients", SampleRows.of(3));
        login("alice", token());
        assertThat(post("/do", Map.of("do", "refresh", "of", "patients")).statusCode())
                .isEqualTo(403);
        assertThat(post("/do", Map.of("form", "guessed", "do", "refresh", "of", "patients"))
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> foreign = http.send(
                request("/do")
                        .header("Origin", "http://evil.example")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("form=" + form() + "&do=refresh&of=patients"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(core.spice().ingestions().queued()).isZero();
    }

    private void busyDay() {
        core.publish("patients", SampleRows.of(3));
        DataSetId visits = core.declare("visits");
        core.spice().ingestions().request(visits, RequestSource.MANUAL);
        try (Refresh refresh = core.next(visits)) {
            core.clock().advance(Duration.ofMinutes(3));
            refresh.fail(new IngestionException(
                    IngestionErrorType.SQL_EXCEPTION, "<img src=x onerror=alert(1)> & \"quotes\""));
        }
    }

    private String token() throws IOException {
        return Files.readString(core.directory().resolve("management.token"));
    }

    private String form() throws Exception {
        Matcher form = FORM.matcher(get("/").body());
        assertThat(form.find()).isTrue();
        return form.group(1);
    }

    private HttpResponse<String> login(String name, String token) throws Exception {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("token", token);
        HttpResponse<String> answer = post("/login", fields);
        answer.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.substring(0, set.indexOf(';')));
        return answer;
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, Map<String, String> form) throws Exception {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return http.send(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
        return cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }
}
