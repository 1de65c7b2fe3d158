package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.TakesLong;
import io.spicerack.admin.ManagementConfig;
import io.spicerack.admin.ManagementServer;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A client that takes its rows through a window of 4 KB gets none after its key was shut: not those that are decoded, not those
 * in a buffer of this process, and not those in one of the operating system.
 */
@TakesLong
@WithCore
class DawdlingClientsTest {
    /** What the client's own side may have taken in before: its window, which Linux doubles. */
    private static final int ON_ITS_SIDE = 32 << 10;

    private final HttpClient http = HttpClient.newHttpClient();
    private final CoreFixture core;
    private final Path token;
    private ManagementServer server;
    private KeyReference key;

    DawdlingClientsTest(CoreFixture core) {
        this.core = core;
        this.token = core.directory().resolve("management.token");
    }

    @BeforeEach
    void start() {
        server = ManagementServer.start(new ManagementConfig("127.0.0.1", 0, token), core.spice(), core.clock());
        key = core.createDefaultKey("ours");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void getNothingOfALargeAnswerAfterALockdown() throws Exception {
        core.publish("patients", SampleRows.of(200_000, 98_304));
        assertSilentAfterLockdown();
    }

    @Test
    void getNothingOfAnAnswerThatLiesInTheOperatingSystemAsAWhole() throws Exception {
        core.publish("patients", SampleRows.of(8_000));
        assertSilentAfterLockdown();
    }

    private void assertSilentAfterLockdown() throws Exception {
        try (Socket slow = asking()) {
            fillBuffers(slow);
            JsonNode answer = post("/keys/lockdown?key=" + key);
            JsonNode dataSet = answer.at("/keys/0/dataSets/0");
            assertThat(dataSet.path("readersCut").asInt()).isEqualTo(1);
            assertThat(dataSet.has("millis"))
                    .as("it was silent within the bound")
                    .isTrue();
            assertThat(rest(slow)).isLessThan(ON_ITS_SIDE);
        }
        assertThat(core.spice().readers().under(key)).isEmpty();
    }

    @Test
    void getNothingAfterSomebodyElseDisabledTheKey() throws Exception {
        core.publish("patients", SampleRows.of(8_000));
        try (Socket slow = asking()) {
            fillBuffers(slow);
            core.keys().set(key, KeyState.Disabled);
            core.spice().keyWatch().look();
            await().until(() -> core.spice().readers().under(key).isEmpty());
            assertThat(rest(slow)).isLessThan(ON_ITS_SIDE);
        }
    }

    @Test
    void getNothingWhenTheBoundIsOverWhileKmsIsGone() throws Exception {
        core.publish("patients", SampleRows.of(200_000, 98_304));
        try (Socket slow = asking()) {
            fillBuffers(slow);
            core.keys().reachable(false);
            core.clock().advance(Duration.ofSeconds(61));
            await().until(() -> core.spice().readers().under(key).isEmpty());
            assertThat(rest(slow)).isLessThan(ON_ITS_SIDE);
        }
    }

    @Test
    void areToldWhy() throws Exception {
        core.publish("patients", SampleRows.of(8_000));
        try (Socket slow = asking()) {
            String head = new String(slow.getInputStream().readNBytes(600), StandardCharsets.US_ASCII);
            String read = head.replaceAll("(?s).*X-Spicerack-Read: ([^\r]*).*", "$1");
            post("/keys/lockdown?key=" + key);
            JsonNode why = call(HttpRequest.newBuilder(URI.create(server.url() + "/reads/" + read)));
            assertThat(why.path("message").asText())
                    .startsWith("Data set 'patients' was shut: KMS key " + key + " is Disabled.");
        }
    }

    @Test
    void areMeasuredByADrill() throws Exception {
        JsonNode measured = post("/drills");
        assertThat(measured.path("kept").asBoolean()).isTrue();
        assertThat(measured.path("disabledSlowClientCutMillis").asLong(-1)).isNotNegative();
        assertThat(measured.path("lockDownSlowClientCutMillis").asLong(-1)).isNotNegative();
    }

    @Test
    void whoTakesAllHoldsNothingAfterwards() throws Exception {
        core.publish("patients", SampleRows.of(8_000));
        String rows = http.send(request("/data-sets/patients/rows").build(), BodyHandlers.ofString())
                .body();
        assertThat(rows).contains("Łucja 7999");
        await().until(() -> core.spice().readers().under(key).isEmpty());
    }

    /** Has asked for the rows, and has taken the first bytes of the answer. */
    private Socket asking() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4 << 10);
        socket.connect(
                new InetSocketAddress(server.url().getHost(), server.url().getPort()));
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("GET /data-sets/patients/rows HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                                + Files.readString(token) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
        return socket;
    }

    /** Megabytes wait for the client then, where nothing takes them back. */
    private static void fillBuffers(Socket slow) {
        await().pollDelay(Duration.ofMillis(400))
                .until(() -> slow.getInputStream().available() > 0);
    }

    /** What comes yet, to the end or the reset. */
    private static long rest(Socket slow) {
        long rest = 0;
        try {
            InputStream in = slow.getInputStream();
            byte[] buffer = new byte[4 << 10];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                rest += read;
            }
        } catch (IOException e) {
            // reset
        }
        return rest;
    }

    private JsonNode post(String path) throws Exception {
        return call(request(path).POST(BodyPublishers.noBody()));
    }

    private JsonNode call(HttpRequest.Builder request) throws Exception {
        return new ObjectMapper()
                .readTree(http.send(
                                request.setHeader("Authorization", "Bearer " + Files.readString(token))
                                        .build(),
                                BodyHandlers.ofString())
                        .body());
    }

    private HttpRequest.Builder request(String path) throws IOException {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", "Bearer " + Files.readString(token));
    }
}
