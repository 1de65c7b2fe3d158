package io.spicerack.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spicerack.TakesLong;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One worker thread and two streams at a time: whoever held one for longer than its work would hold up all others. */
@TakesLong
class HttpPortTest {
    private static final HttpLimits FEW = new HttpLimits(
            Duration.ofSeconds(20), Duration.ofSeconds(1), 100, 50, 2, 1, new HttpLimits.Bodies(1000, 64_000));

    /** Answers {@code /echo} with the body, {@code /endless} with a stream, and fails at any other path. */
    private static final class Echo implements HttpService {
        final List<Endless> streams = new ArrayList<>();

        @Override
        public synchronized HttpAnswer answer(HttpRequest request) {
            switch (request.target().path()) {
                case "/echo" -> {
                    return HttpAnswer.text(200, "text/plain", new String(request.body(), StandardCharsets.UTF_8));
                }
                case "/endless" -> {
                    Endless stream = new Endless();
                    streams.add(stream);
                    return new HttpAnswer(200, Map.of(), new HttpAnswer.Streamed(stream));
                }
                default -> throw new IllegalStateException("no " + request.target());
            }
        }

        @Override
        public HttpAnswer failed(RequestLine line, Throwable failure) {
            int status = failure instanceof RequestRefusedException refused
                    ? refused.reason().status()
                    : 500;
            return HttpAnswer.text(status, "text/plain", line.path() + ": " + failure.getMessage());
        }
    }

    private static final class Endless implements StreamedBody {
        final AtomicInteger pieces = new AtomicInteger();
        final AtomicBoolean closed = new AtomicBoolean();
        volatile boolean broken;
        volatile @Nullable RequestRefusedException stalled;

        @Override
        public byte[] next() throws IOException {
            pieces.incrementAndGet();
            if (broken) {
                throw new IOException("broken");
            }
            return new byte[64 << 10];
        }

        @Override
        public void stalled(RequestRefusedException why) {
            stalled = why;
        }

        @Override
        public void close() {
            assertThat(closed.getAndSet(true)).isFalse();
        }
    }

    private final Echo echo = new Echo();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpPort port;

    @BeforeEach
    void open() {
        port = HttpPort.open(new Listener("the port", "127.0.0.1", 0, "spicerack.test"), FEW, echo);
    }

    @AfterEach
    void close() {
        port.close();
    }

    @Test
    void aRequestIsAnsweredAndAFailureIsTold() throws Exception {
        assertThat(echo("hello").body()).isEqualTo("hello");
        HttpResponse<String> failed = client.send(get("/no?x=1"), BodyHandlers.ofString());
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).startsWith("/no: no ");
        assertThat(echo("x".repeat(1001)).statusCode()).isEqualTo(413);
    }

    /** Sooner than its deadline: nothing that it sends further would be read. */
    @Test
    void aHeadThatIsRefusedIsToldAndItsConnectionEnds() throws Exception {
        try (Socket refused = asking("//echo")) {
            refused.setSoTimeout((int) FEW.requestTimeout().toMillis() / 2);
            assertThat(new String(refused.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400")
                    .contains("which others would leave out");
        }
    }

    @Test
    void aClientThatTakesNothingHoldsNoThreadAndIsCut() throws Exception {
        try (Socket slow = asking("/endless")) {
            await().until(() -> !echo.streams.isEmpty() && paused(echo.streams.get(0)));
            assertThat(echo("hello").body()).isEqualTo("hello");
            await().until(() -> echo.streams.get(0).closed.get());
            assertThat(echo.streams.get(0).stalled).hasMessage("the client took nothing of the answer for 1 s");
            assertThat(slow.isConnected()).isTrue();
        }
    }

    @Test
    void aClientThatGoesAwayFreesItsStream() throws Exception {
        for (int i = 0; i < 3 * FEW.streams(); i++) {
            int at = i;
            try (Socket one = asking("/endless")) {
                assertThat(one.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
            }
            await().until(() -> echo.streams.get(at).closed.get());
        }
    }

    @Test
    void moreStreamsThanAllowedAreRefusedAndClosed() throws Exception {
        try (Socket first = asking("/endless");
                Socket second = asking("/endless")) {
            await().until(() -> echo.streams.size() == 2);
            HttpResponse<String> third = client.send(get("/endless"), BodyHandlers.ofString());
            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.body()).isEqualTo("/endless: more than 2 answers are streamed at a time");
            await().until(() -> echo.streams.get(2).closed.get());
            assertThat(first.isConnected() && second.isConnected()).isTrue();
        }
    }

    @Test
    void aStreamThatBreaksDoesNotLookComplete() throws Exception {
        HttpResponse<InputStream> answer = client.send(get("/endless"), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            assertThat(body.readNBytes(100)).hasSize(100);
            echo.streams.get(0).broken = true;
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
        await().until(() -> echo.streams.get(0).closed.get());
    }

    @Test
    void streamsUnderWayAreClosedWithThePort() throws Exception {
        try (Socket slow = asking("/endless")) {
            await().until(() -> !echo.streams.isEmpty());
            port.close();
            assertThat(echo.streams.get(0).closed).isTrue();
            assertThat(slow.isConnected()).isTrue();
        }
    }

    @Test
    void oneConnectionTooManyIsClosed() throws Exception {
        try (Crowd crowd = Crowd.at(port.url(), FEW.connections());
                Socket more = new Socket(port.url().getHost(), port.url().getPort())) {
            assertThat(more.getInputStream().read()).isEqualTo(-1);
            crowd.trickle();
        }
        await().until(() -> echo("hello").statusCode() == 200);
    }

    /** Whether no piece was made for a while: what the network takes without the client is full. */
    private static boolean paused(Endless stream) throws InterruptedException {
        int before = stream.pieces.get();
        Thread.sleep(200);
        return before > 0 && stream.pieces.get() == before;
    }

    private Socket asking(String path) throws IOException {
        Socket socket = new Socket(port.url().getHost(), port.url().getPort());
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private HttpResponse<String> echo(String body) throws Exception {
        return client.send(
                java.net.http.HttpRequest.newBuilder(URI.create(port.url() + "/echo"))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private java.net.http.HttpRequest get(String path) {
        return java.net.http.HttpRequest.newBuilder(URI.create(port.url() + path))
                .build();
    }
}
