package io.spicerack.api;

import static io.spicerack.api.ApiFixture.ACCOUNT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.WithCore;
import io.spicerack.http.Crowd;
import io.spicerack.model.Secret;
import java.io.IOException;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that are slow, broken or ill-meant: each is told in AWS's way or cut, and takes nothing from the others. */
@TakesLong
@WithCore
class HostileClientsTest {
    private static final String LIST = "/accounts/" + ACCOUNT + "/data-sets";
    private static final byte[] NOTHING = {};

    private static CoreFixture core;
    private static QuickSightServer server;
    private static RawClient client;

    @BeforeAll
    static void start(CoreFixture fixture) {
        core = fixture;
        core.declare("patients");
        server = QuickSightServer.start(
                new ApiConfig(
                        "127.0.0.1",
                        0,
                        CoreFixture.ACCOUNT,
                        Optional.of(new ApiConfig.Owner(ApiFixture.KEY, Secret.of(ApiFixture.SECRET))),
                        new ApiConfig.Limits(Duration.ofSeconds(2), 32)),
                core.spice(),
                Clock.systemUTC());
        client = new RawClient(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void clientsThatNeverFinishTheirHeadersAreCutAndHoldUpNobody() throws Exception {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Socket socket = client.connect();
            socket.getOutputStream().write(("GET " + LIST + " HTTP/1.1\r\nHost: a").getBytes(UTF_8));
            slow.add(socket);
        }
        assertThat(client.send(client.request("GET", LIST, NOTHING))).startsWith("HTTP/1.1 200");
        // a byte now and then does not help
        for (Socket socket : slow) {
            trickle(socket);
        }
        for (Socket socket : slow) {
            assertThat(RawClient.answer(socket)).isEmpty();
            socket.close();
        }
    }

    @Test
    void aBodyThatDoesNotComeInTimeIsToldSo() throws Exception {
        byte[] request = client.request("POST", LIST, "{}".getBytes(UTF_8));
        try (Socket socket = client.connect()) {
            socket.getOutputStream().write(request, 0, request.length - 1);
            assertThat(RawClient.answer(socket))
                    .startsWith("HTTP/1.1 408")
                    .contains("x-amzn-ErrorType: RequestTimeoutException", "\"RequestId\":");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void whoIsNotKnownSendsNoBody() throws Exception {
        String head = "POST " + LIST + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n";
        try (Socket socket = client.connect()) {
            socket.getOutputStream().write((head + "\r\n").getBytes(UTF_8));
            assertThat(RawClient.answer(socket))
                    .startsWith("HTTP/1.1 403")
                    .contains("x-amzn-ErrorType: MissingAuthenticationTokenException");
        }
        String other =
                "Authorization: AWS4-HMAC-SHA256 Credential=AKIAOTHER/20260101/eu-west-1/quicksight/aws4_request,"
                        + " SignedHeaders=host, Signature=" + "0".repeat(64) + "\r\n\r\n";
        try (Socket socket = client.connect()) {
            socket.getOutputStream().write((head + other).getBytes(UTF_8));
            assertThat(RawClient.answer(socket)).contains("x-amzn-ErrorType: UnrecognizedClientException");
        }
    }

    @Test
    void aClientThatAsksFirstIsToldToGoOn() throws Exception {
        byte[] whole = client.request("POST", LIST + "/nowhere/else", "{}".getBytes(UTF_8));
        String head = new String(whole, UTF_8).replace("\r\n\r\n{}", "\r\nExpect: 100-continue\r\n\r\n");
        try (Socket socket = client.connect()) {
            socket.getOutputStream().write(head.getBytes(UTF_8));
            byte[] go = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
            assertThat(new String(go, UTF_8)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            socket.getOutputStream().write("{}".getBytes(UTF_8));
            assertThat(RawClient.answer(socket)).contains("HTTP/1.1 404", "UnknownOperationException");
        }
    }

    @Test
    void aBodyAboveOneMebibyteIsRefusedWhetherItsLengthIsToldOrNot() throws Exception {
        byte[] large = new byte[(1 << 20) + 1];
        assertThat(client.send(client.request("POST", LIST, large)))
                .startsWith("HTTP/1.1 413")
                .contains("RequestEntityTooLargeException", "more than 1048576 bytes");
        String head = new String(client.request("POST", LIST, NOTHING), UTF_8)
                .replace("content-length: 0", "transfer-encoding: chunked");
        try (Socket socket = client.connect()) {
            socket.getOutputStream().write(head.getBytes(UTF_8));
            for (int i = 0; i < 17; i++) {
                socket.getOutputStream().write("10000\r\n".getBytes(UTF_8));
                socket.getOutputStream().write(new byte[65_536]);
                socket.getOutputStream().write("\r\n".getBytes(UTF_8));
            }
            assertThat(RawClient.answer(socket)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void whatIsNoHttpIsRefused() throws Exception {
        for (String junk : List.of(
                "\u0016\u0003\u0001 hello\r\n\r\n",
                "GET " + "x".repeat(20_000) + " HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: " + "y".repeat(40_000) + "\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef")) {
            String answer = client.send(junk.getBytes(UTF_8));
            assertThat(answer)
                    .matches(got -> got.isEmpty() || got.startsWith("HTTP/1.1 4") || got.startsWith("HTTP/1.0 4"));
            assertThat(answer).doesNotContain("io.vertx", "io.netty", "Exception at", "\tat ");
        }
    }

    @Test
    void aHeaderThatSaysWhoSendsMayBeThereOnce() throws Exception {
        String twice = new String(client.request("GET", LIST, NOTHING), UTF_8)
                .replace("\r\n\r\n", "\r\nX-Amz-Date: 20200101T000000Z\r\n\r\n");
        assertThat(client.send(twice.getBytes(UTF_8)))
                .startsWith("HTTP/1.1 403")
                .contains("IncompleteSignatureException", "The header x-amz-date is there twice");
        String token = new String(client.request("GET", LIST, NOTHING), UTF_8)
                .replace("\r\n\r\n", "\r\nX-Amz-Security-Token: x\r\n\r\n");
        assertThat(client.send(token.getBytes(UTF_8))).contains("UnrecognizedClientException");
    }

    /** What is checked is what is served: a Host header cannot end the path that the signature is about. */
    @Test
    void aSignatureIsGoodForNoOtherPathWhateverTheHostHeaderSays() throws Exception {
        String signed = new String(client.request("GET", LIST, NOTHING), UTF_8);
        for (String end : List.of("#", "?", "?x=#", "/", ";", "\\", "@" + core.directory())) {
            String other = signed.replace("GET " + LIST, "GET /accounts/" + ACCOUNT + "/data-sources")
                    .replaceFirst("(?i)(host: [0-9.:]+)", "$1" + Matcher.quoteReplacement(LIST + end));
            assertThat(client.send(other.getBytes(UTF_8)))
                    .as(end)
                    .startsWith("HTTP/1.1 403")
                    .contains("x-amzn-ErrorType: InvalidSignatureException");
        }
    }

    /** Signers leave out what a normalised path would not have; who serves it must not see more in it. */
    @Test
    void aPathThatOthersWouldNormaliseIsRefused() throws Exception {
        for (String path : List.of("/./data-sets", "//data-sets", "/data-sources/../data-sets")) {
            String other = new String(client.request("GET", LIST, NOTHING), UTF_8)
                    .replace("GET " + LIST, "GET /accounts/" + ACCOUNT + path);
            assertThat(client.send(other.getBytes(UTF_8)))
                    .as(path)
                    .startsWith("HTTP/1.1 400")
                    .contains("which others would leave out");
        }
    }

    @Test
    void aHalfClosedConnectionEndsAndTheNextIsServed() throws Exception {
        try (Socket socket = client.connect()) {
            socket.getOutputStream().write(client.request("GET", LIST, NOTHING));
            socket.shutdownOutput();
            RawClient.answer(socket);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(client.send(client.request("GET", LIST, NOTHING))).startsWith("HTTP/1.1 200");
    }

    @Test
    void idsWithPathTricksAreNamedAndRefused() throws Exception {
        for (String id :
                List.of("..", "..%2Fpatients", "%2e%2e", "%00", "a%00b", "a%252Fb", "%C0%AF", "x".repeat(129))) {
            assertThat(client.send(client.request("GET", LIST + "/" + id, NOTHING)))
                    .as(id)
                    .startsWith("HTTP/1.1 4")
                    .doesNotContain("\tat ", core.directory().toString());
        }
        assertThat(client.send(client.request("GET", LIST + "/a%2Fb", NOTHING)))
                .contains("InvalidParameterValueException", "data set id 'a/b' is not 1 to 128 letters");
    }

    @Test
    void bodiesThatAreNotWhatTheyShouldBeAreRefusedWithoutQuotingThem() throws Exception {
        String target = "/accounts/" + ACCOUNT + "/data-sources";
        for (String body : List.of(
                "{",
                "[]",
                "{\"Name\":\"secret-in-body\",\"Name\":\"b\"}",
                "{\"Name\":\"secret-in-body\"} {}",
                "[".repeat(100_000),
                "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000),
                "{\"DataSourceId\":7}",
                "{\"DataSourceId\":\"x\",\"Name\":{},\"Type\":\"MYSQL\"}",
                "{\"DataSourceId\":\"x\",\"Name\":\"\\u0000\",\"Type\":\"MYSQL\"}",
                "{\"DataSourceId\":\"x\",\"Name\":\"\\ud800\",\"Type\":\"MYSQL\"}",
                "\u00ff\u00fe")) {
            assertThat(client.send(client.request("POST", target, body.getBytes(UTF_8))))
                    .as(body.substring(0, Math.min(40, body.length())))
                    .startsWith("HTTP/1.1 400")
                    .contains("x-amzn-ErrorType: InvalidParameterValueException")
                    .doesNotContain("secret-in-body", "jackson");
        }
    }

    @Test
    void aThousandClientsAtATimeAreServed() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        byte[] request = client.request("GET", LIST, NOTHING);
        // with more time than the others, for a busy machine
        try (QuickSightServer patient = ApiFixture.serve(core, Clock.systemUTC())) {
            RawClient many = new RawClient(patient.url());
            for (int i = 0; i < 1000; i++) {
                sockets.add(many.connect());
            }
            for (Socket socket : sockets) {
                // each is signed for the first server's port: the Host header says so
                socket.getOutputStream().write(request);
            }
            for (Socket socket : sockets) {
                assertThat(RawClient.answer(socket)).startsWith("HTTP/1.1 200");
                socket.close();
            }
        }
    }

    @Test
    void twoThousandIdleAndSlowClientsTakeNoThreads() throws Exception {
        byte[] request = client.request("GET", LIST, NOTHING);
        try (QuickSightServer patient = ApiFixture.serve(core, Clock.systemUTC())) {
            RawClient one = new RawClient(patient.url());
            assertThat(one.send(request)).startsWith("HTTP/1.1 200");
            int before = Crowd.threads();
            try (Crowd crowd = Crowd.at(patient.url(), 2_000)) {
                crowd.trickle();
                assertThat(one.send(request)).startsWith("HTTP/1.1 200");
                // those that answer, and a few that read
                assertThat(Crowd.threads()).isLessThan(before + 40);
            }
        }
    }

    private static void trickle(Socket socket) {
        try {
            socket.getOutputStream().write('b');
        } catch (IOException e) {
            // it was cut already
        }
    }
}
