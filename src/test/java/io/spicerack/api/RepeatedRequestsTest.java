package io.spicerack.api;

import static io.spicerack.api.ApiFixture.ACCOUNT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.WithCore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The same signed bytes once more, from a client that lost the answer or from a thief: botocore signs nothing that is different
 * in each try, so that both look alike.
 */
@TakesLong
@WithCore
class RepeatedRequestsTest {
    private static final String REGISTRATION = "/accounts/" + ACCOUNT + "/key-registration";
    private static final Pattern REQUEST_ID = Pattern.compile("\"RequestId\":\"([^\"]+)\"");

    private final CoreFixture core;
    private QuickSightServer server;
    private RawClient client;

    RepeatedRequestsTest(CoreFixture core) {
        this.core = core;
        server = ApiFixture.serve(core, Clock.systemUTC());
        client = new RawClient(server.url());
    }

    @BeforeEach
    void declare() {
        core.declare("patients");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aRepeatGetsTheFirstAnswerAndChangesNothing() throws Exception {
        byte[] request = put("one");
        String first = client.send(request);
        assertThat(first).startsWith("HTTP/1.1 201");
        assertThat(client.send(request)).satisfies(same(first));
        assertThat(client.send(request)).satisfies(same(first));
        assertThat(core.spice().ingestions().list(new io.spicerack.model.DataSetId("patients"), 10))
                .hasSize(1);
    }

    @Test
    void theNextServerKnowsTheFirstAnswerToo() throws Exception {
        byte[] request = put("one");
        String first = client.send(request);
        server.close();
        server = ApiFixture.serve(core, Clock.systemUTC());
        assertThat(new RawClient(server.url()).send(request)).satisfies(same(first));
    }

    @Test
    void anErrorIsAFirstAnswerUntilAnythingIsChanged() throws Exception {
        byte[] request = client.request("DELETE", "/accounts/" + ACCOUNT + "/data-sets/nowhere", new byte[0]);
        String first = client.send(request);
        assertThat(first).startsWith("HTTP/1.1 404").contains("ResourceNotFoundException");
        assertThat(client.send(request)).satisfies(same(first));
        client.send(put("one"));
        assertThat(client.send(request)).startsWith("HTTP/1.1 429");
    }

    /** Such as tag, untag and tag within one second: the third would otherwise look done. */
    @Test
    void aFirstAnswerThatNoLongerHoldsIsNotGiven() throws Exception {
        byte[] request = put("one");
        client.send(request);
        assertThat(client.send(put("two"))).startsWith("HTTP/1.1 201");
        assertThat(client.send(request))
                .startsWith("HTTP/1.1 429")
                .contains("x-amzn-ErrorType: ThrottlingException", "Rate exceeded", "sign it anew");
    }

    @Test
    void whatIsChangedElsewhereLeavesTheFirstAnswerToAChange() throws Exception {
        byte[] request = put("one");
        String first = client.send(request);
        core.declare("visits");
        assertThat(client.send(client.request(
                        "PUT", "/accounts/" + ACCOUNT + "/data-sets/visits/ingestions/other", new byte[0])))
                .startsWith("HTTP/1.1 201");
        assertThat(client.send(request)).satisfies(same(first));
    }

    @Test
    void whatNoClientSendsAgainByItselfIsRefusedInsteadOfThrottled() throws Exception {
        byte[] request = put("one");
        client.send(request);
        client.send(put("two"));
        try (QuickSightServer later = ApiFixture.serve(core, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10)))) {
            assertThat(new RawClient(later.url()).send(request))
                    .startsWith("HTTP/1.1 403")
                    .contains("x-amzn-ErrorType: InvalidSignatureException", "This request was received before");
        }
    }

    @Test
    void theFirstAnswerGoesToTheAddressAloneThatAskedForIt() throws Exception {
        byte[] request = put("one");
        String first = client.send(request);
        URI url = server.url();
        try (Socket elsewhere = new Socket(
                InetAddress.getByName(url.getHost()), url.getPort(), InetAddress.getByName("127.0.0.2"), 0)) {
            elsewhere.getOutputStream().write(request);
            assertThat(RawClient.answer(elsewhere))
                    .startsWith("HTTP/1.1 403")
                    .contains("This request was received before, and it came from another address");
        }
        assertThat(client.send(request)).satisfies(same(first));
    }

    @Test
    void readsAndSearchesAreFreeToBeRepeated() throws Exception {
        byte[] list = client.request("GET", "/accounts/" + ACCOUNT + "/data-sets", new byte[0]);
        byte[] search = client.request(
                "POST",
                "/accounts/" + ACCOUNT + "/search/data-sets",
                "{\"Filters\":[{\"Name\":\"DATASET_NAME\",\"Operator\":\"StringLike\",\"Value\":\"p\"}]}"
                        .getBytes(UTF_8));
        for (byte[] request : List.of(list, search)) {
            String first = client.send(request);
            String second = client.send(request);
            assertThat(first).startsWith("HTTP/1.1 200");
            assertThat(second).startsWith("HTTP/1.1 200");
            assertThat(requestId(second)).isNotEqualTo(requestId(first));
        }
    }

    @Test
    void noAnswerAndNoSignatureIsReadableInTheCatalog() throws Exception {
        byte[] request =
                client.request("POST", REGISTRATION, "{\"KeyRegistration\":[{\"KeyArn\":\"a-slip\"}]}".getBytes(UTF_8));
        String first = client.send(request);
        assertThat(first).contains("a-slip");
        assertThat(client.send(request)).satisfies(same(first));
        Matcher signature = Pattern.compile("Signature=([0-9a-f]{64})").matcher(new String(request, UTF_8));
        assertThat(signature.find()).isTrue();
        assertThat(catalogFiles()).isNotEmpty().allSatisfy(file -> assertThat(Files.readString(file, ISO_8859_1))
                .doesNotContain(signature.group(1), requestId(first)));
    }

    /** In whatever order its headers are. */
    private static Consumer<String> same(String first) {
        return answer -> assertThat(answer.lines().sorted().toList())
                .isEqualTo(first.lines().sorted().toList());
    }

    private List<Path> catalogFiles() throws IOException {
        try (Stream<Path> files = Files.list(core.directory())) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("catalog.db"))
                    .toList();
        }
    }

    private byte[] put(String ingestion) {
        return client.request(
                "PUT", "/accounts/" + ACCOUNT + "/data-sets/patients/ingestions/" + ingestion, new byte[0]);
    }

    private static String requestId(String answer) {
        Matcher id = REQUEST_ID.matcher(answer);
        assertThat(id.find()).isTrue();
        return id.group(1);
    }
}
