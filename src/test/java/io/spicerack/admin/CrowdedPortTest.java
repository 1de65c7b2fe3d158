package io.spicerack.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spicerack.TakesLong;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.http.Crowd;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients of the management port that are idle or slow take no thread each, and hold up nobody. */
@TakesLong
@WithCore
class CrowdedPortTest {
    /** Those that answer, and a few that read. */
    private static final int MOST_THREADS = 40;

    private final HttpClient client = HttpClient.newHttpClient();
    private CoreFixture core;
    private ManagementServer server;
    private Path token;

    @BeforeEach
    void start(CoreFixture fixture) {
        core = fixture;
        token = core.directory().resolve("management.token");
        server = ManagementServer.start(new ManagementConfig("127.0.0.1", 0, token), core.spice(), core.clock());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void twoThousandIdleAndSlowClientsTakeNoThreads() throws Exception {
        health();
        int before = Crowd.threads();
        try (Crowd crowd = Crowd.at(server.url(), 2_000)) {
            crowd.trickle();
            health();
            assertThat(Crowd.threads()).isLessThan(before + MOST_THREADS);
        }
    }

    @Test
    void clientsThatDoNotReadTheirRowsHoldUpNobody() throws Exception {
        core.publish("patients", SampleRows.of(200_000, 20_000));
        int before = Crowd.threads();
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 32; i++) {
                Socket socket = new Socket(server.url().getHost(), server.url().getPort());
                slow.add(socket);
                socket.getOutputStream()
                        .write(("GET /data-sets/patients/rows HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                                        + Files.readString(token) + "\r\n\r\n")
                                .getBytes(StandardCharsets.UTF_8));
                assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
            }
            health();
            HttpRequest more = HttpRequest.newBuilder(URI.create(server.url() + "/data-sets/patients/rows?limit=1"))
                    .header("Authorization", "Bearer " + Files.readString(token))
                    .build();
            assertThat(client.send(more, BodyHandlers.ofString()).body())
                    .contains("ThrottlingException", "more than 32 answers are streamed at a time");
            assertThat(Crowd.threads()).isLessThan(before + MOST_THREADS);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        // each has closed what it read
        await().atMost(Duration.ofSeconds(30)).until(() -> core.spice()
                .readers()
                .under(CoreFixture.SERVICE_OWNED_KEY)
                .isEmpty());
    }

    private void health() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + "/health")).build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
}
