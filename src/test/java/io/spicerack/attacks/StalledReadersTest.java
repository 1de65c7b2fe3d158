package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spicerack.TakesLong;
import io.spicerack.admin.ManagementConfig;
import io.spicerack.admin.ManagementServer;
import io.spicerack.admin.ReaderLimits;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.hawtio.HawtioAccess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readers who stall are bounded in number, memory and time, and are told so; health answers whoever hangs. */
@TakesLong
@WithCore
class StalledReadersTest {
    /** More than answer at a time. */
    private static final int CROWD = 40;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Socket> stalled = new ArrayList<>();
    private final CoreFixture core;
    private final Path token;
    private ManagementServer server;

    StalledReadersTest(CoreFixture core) {
        this.core = core;
        this.token = core.directory().resolve("management.token");
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : stalled) {
            socket.close();
        }
        server.close();
    }

    private void start(ReaderLimits limits) {
        server = ManagementServer.start(
                new ManagementConfig(
                        "127.0.0.1",
                        0,
                        token,
                        token.resolveSibling("metrics.token"),
                        limits,
                        HawtioAccess.OFF,
                        Optional.empty()),
                core.spice(),
                core.clock());
    }

    @Test
    void haveNoMoreMemoryThanTheSettingSays() throws Exception {
        start(new ReaderLimits(32, 16, Duration.ofMinutes(10)));
        core.publish("patients", SampleRows.of(200_000, 98_304));
        stall();
        HttpResponse<String> refused = rows();
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body())
                .contains("those who read rows have ", " of 16 MB (spicerack.management.reader-megabytes)");
        assertThat(core.spice().readers().under(CoreFixture.SERVICE_OWNED_KEY))
                .as("who was refused holds nothing")
                .hasSize(1);
        stalled.get(0).close();
        await().until(() -> rows().statusCode() == 200);
    }

    @Test
    void areNoMoreThanTheSettingSays() throws Exception {
        start(new ReaderLimits(2, 128, Duration.ofMinutes(10)));
        core.publish("patients", SampleRows.of(100_000, 10_000));
        stall();
        stall();
        HttpResponse<String> refused = rows();
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("more than 2 answers are streamed at a time");
    }

    @Test
    void areEndedAfterTheTimeThatTheSettingSays() throws Exception {
        start(new ReaderLimits(1, 128, Duration.ofSeconds(1)));
        core.publish("patients", SampleRows.of(200_000, 10_000));
        stall();
        await().until(() ->
                core.spice().readers().under(CoreFixture.SERVICE_OWNED_KEY).isEmpty());
        await().until(() -> rows().statusCode() == 200);
    }

    @Test
    void healthAnswersWhileEveryThreadHangsInKmsAndEveryReaderStalls() throws Exception {
        start(new ReaderLimits(1, 128, Duration.ofMinutes(10)));
        core.publish("patients", SampleRows.of(100_000, 10_000));
        stall();
        CountDownLatch hanging = new CountDownLatch(32);
        CountDownLatch end = new CountDownLatch(1);
        core.keys().whileDescribing(key -> {
            hanging.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            asked.add(http.sendAsync(request("/keys"), BodyHandlers.ofString()));
        }
        hanging.await();
        assertThat(http.send(request("/health"), BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        end.countDown();
        for (CompletableFuture<HttpResponse<String>> each : asked) {
            assertThat(each.get().statusCode()).isEqualTo(200);
        }
    }

    private void stall() throws IOException {
        Socket socket = new Socket();
        stalled.add(socket);
        socket.setReceiveBufferSize(4 << 10);
        socket.connect(
                new InetSocketAddress(server.url().getHost(), server.url().getPort()));
        socket.getOutputStream()
                .write(("GET /data-sets/patients/rows HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                                + Files.readString(token) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
    }

    private HttpResponse<String> rows() throws Exception {
        return http.send(request("/data-sets/patients/rows?limit=1"), BodyHandlers.ofString());
    }

    private HttpRequest request(String path) throws IOException {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", "Bearer " + Files.readString(token))
                .build();
    }
}
