package io.spicerack.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.core.CoreFixture;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.HttpRequest;
import io.spicerack.http.JsonBody;
import io.spicerack.http.JsonInput;
import io.spicerack.http.RequestLine;
import io.spicerack.http.RequestRefusedException;
import io.spicerack.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is signed and sent, it is answered or refused in AWS's words: no failure of the service, no leak. */
@SuppressWarnings("NullAway.Init") // jqwik calls start() before the first try
@TakesLong
class QuickSightServicePropertyTest {
    private static Path directory;
    private static CoreFixture core;
    private static QuickSightService service;
    private static RawClient client;

    @BeforeContainer
    static void start() throws IOException {
        directory = Files.createTempDirectory("service");
        core = CoreFixture.open(directory);
        core.declare("patients");
        service = new QuickSightService(
                new ApiConfig(
                        "127.0.0.1",
                        0,
                        CoreFixture.ACCOUNT,
                        Optional.of(new ApiConfig.Owner(ApiFixture.KEY, Secret.of(ApiFixture.SECRET)))),
                core.spice(),
                Clock.systemUTC());
        client = new RawClient(URI.create("http://127.0.0.1:1"));
    }

    @AfterContainer
    static void stop() throws IOException {
        core.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property(seed = "1729", tries = 400, shrinking = ShrinkingMode.OFF)
    void aSignedRequestIsAnsweredOrRefused(
            @ForAll("methods") String method, @ForAll("targets") String target, @ForAll("bodies") String body) {
        byte[] bytes = body.getBytes(UTF_8);
        RequestLine line = new RequestLine("any", method, target);
        HttpAnswer answer = answer(line, bytes);
        if (answer.status() >= 300) {
            assertThat(answer.status()).isBetween(400, 499);
            assertThat(answer.headers().get("x-amzn-ErrorType")).endsWith("Exception");
            assertThat(JsonBody.parse(body(answer)).path("Message").asText())
                    .isNotBlank()
                    .doesNotContain(ApiFixture.SECRET, directory.toString(), "Exception:", "jackson", "java.");
        }
    }

    /** What goes out in the end: a first answer that is given again may be a refusal, too. */
    private static HttpAnswer answer(RequestLine line, byte[] bytes) {
        try {
            return service.answer(
                    new HttpRequest(line, client.signed(line.method(), line.target(), bytes), bytes, "127.0.0.1"));
        } catch (RuntimeException e) {
            return service.failed(line, e);
        }
    }

    private static byte[] body(HttpAnswer answer) {
        return ((HttpAnswer.Whole) answer.body()).bytes();
    }

    @Property(seed = "1729", tries = 400)
    void whatIsParsedIsAnObjectOrRefused(@ForAll byte[] body) {
        try {
            assertThat(JsonInput.of(JsonBody.parse(body))).isNotNull();
        } catch (RequestRefusedException e) {
            assertThat(ApiError.of(e).type()).isEqualTo("InvalidParameterValueException");
        }
    }

    @Provide
    Arbitrary<String> methods() {
        return Arbitraries.of("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH");
    }

    @Provide
    Arbitrary<String> targets() {
        Arbitrary<String> words = Arbitraries.of(
                "data-sets",
                "data-sources",
                "ingestions",
                "refresh-schedules",
                "refresh-properties",
                "permissions",
                "key-registration",
                "search",
                "tags",
                "resources",
                "patients",
                "none",
                "..",
                "%2e%2e",
                "%00",
                "a%2Fb",
                "%C0%AF",
                "");
        Arbitrary<String> path = words.list().ofMaxSize(5).map(parts -> String.join("/", parts));
        Arbitrary<String> start =
                Arbitraries.of("/accounts/123456789012/", "/accounts/999999999999/", "/", "/resources/");
        Arbitrary<String> query = Arbitraries.of(
                "",
                "?max-results=1",
                "?max-results=0",
                "?max-results=x",
                "?next-token=%25",
                "?keys=a&keys=b",
                "?other=1");
        return Combinators.combine(start, path, query).as((first, rest, last) -> first + rest + last);
    }

    @Provide
    Arbitrary<String> bodies() {
        List<String> members = List.of(
                "DataSourceId",
                "DataSetId",
                "Name",
                "Type",
                "Schedule",
                "ScheduleId",
                "Tags",
                "Filters",
                "KeyRegistration",
                "PhysicalTableMap",
                "IngestionType",
                "StartAfterDateTime",
                "Credentials",
                "MaxResults",
                "NextToken");
        Arbitrary<String> leaf = Arbitraries.of(
                "1",
                "-1",
                "1e400",
                "99999999999999999999",
                "null",
                "true",
                "\"\"",
                "\"x\"",
                "\"\\u0000\"",
                "\"\\ud800\"",
                "[]",
                "{}",
                "[null]",
                "\"MYSQL\"",
                "\"MINUTE15\"",
                "\"2026-01-01\"");
        Arbitrary<String> value =
                Arbitraries.lazyOf(() -> leaf, () -> object(members, leaf), () -> leaf.map(v -> "[" + v + "]"));
        return Arbitraries.oneOf(object(members, value), Arbitraries.of("", "{", "[]", "null", "{\"a\":1,\"a\":2}"));
    }

    private static Arbitrary<String> object(List<String> members, Arbitrary<String> values) {
        return Combinators.combine(Arbitraries.of(members), values)
                .as((name, value) -> "\"" + name + "\":" + value)
                .list()
                .ofMaxSize(4)
                .map(pairs -> "{" + String.join(",", pairs) + "}");
    }
}
