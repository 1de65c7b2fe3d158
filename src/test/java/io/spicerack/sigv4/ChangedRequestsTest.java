package io.spicerack.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever somebody changes of a signed request on its way, it is refused. */
class ChangedRequestsTest {
    private static final PublishedRequest POST = PublishedRequest.of("post-x-www-form-urlencoded-parameters");

    static Stream<PublishedRequest> published() {
        return PublishedRequestsTest.acceptedRequests();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "POSt", "POS", "POSTS", "", "BREW"})
    void anotherMethodIsRefused(String method) {
        assertRefused(POST.withMethod(method));
    }

    /** Except for a segment that a later .. takes away: that is signed by nobody and read by nobody. */
    @ParameterizedTest
    @MethodSource("published")
    void anyChangedCharacterOfPathOrQueryIsRefused(PublishedRequest request) {
        if (!request.target().contains("..")) {
            assertThat(changed(request.target())).allSatisfy(target -> assertRefused(request.withTarget(target)));
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void anythingAddedToTheTargetIsRefused(PublishedRequest request) {
        assertThat(Stream.of("x", "?x", "&x=y", "%00", "#x", "%23x", ";x"))
                .allSatisfy(more -> assertRefused(request.withTarget(request.target() + more)));
    }

    @ParameterizedTest
    @MethodSource("published")
    void anyChangedCharacterOfASignedHeaderIsRefused(PublishedRequest request) {
        for (int header = 0; header < request.headers().size(); header++) {
            int at = header;
            assertThat(changed(request.headers().get(header).get(1)))
                    .allSatisfy(value -> assertRefused(request.withHeader(at, value)));
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void aSignedHeaderThatIsMissingOrThereOnceMoreIsRefused(PublishedRequest request) {
        for (int header = 0; header < request.headers().size(); header++) {
            List<String> nameAndValue = request.headers().get(header);
            assertRefused(request.withHeader(header, null));
            assertRefused(request.withAnother(nameAndValue.get(0), nameAndValue.get(1)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "[", "a b", "somebody@example.amazonaws.com", "example.amazonaws.com:81", "a/b", "#"})
    void anotherHostIsRefused(String host) {
        assertRefused(POST.withHeader(1, host));
    }

    @Test
    void anAmzHeaderThatIsNotSignedIsRefused() {
        assertThatThrownBy(POST.withAnother("X-Amz-Target", "TrentService.Decrypt")::verify)
                .isInstanceOf(SignatureRefusedException.class)
                .hasMessage("'x-amz-target' must be a 'SignedHeader' in the AWS Authorization.");
    }

    @Test
    void aHeaderThatNobodyNeedsToSignMayComeOnTheWay() {
        assertThatCode(POST.withAnother("Via", "1.1 proxy")::verify).doesNotThrowAnyException();
    }

    @Test
    void anyChangedByteOfTheBodyIsRefused() {
        assertThat(changed(POST.body())).isNotEmpty().allSatisfy(body -> assertRefused(POST.withBody(body)));
        assertThat(Stream.of("", POST.body() + "\n", POST.body() + "&Param2=2"))
                .allSatisfy(body -> assertRefused(POST.withBody(body)));
    }

    @Test
    void aBodyWhereNoneWasSignedIsRefused() {
        assertRefused(PublishedRequest.of("post-vanilla").withBody("x"));
    }

    @Test
    void anyChangedCharacterOfTheScopeIsRefused() {
        assertThat(changed(PublishedRequest.SCOPE))
                .allSatisfy(scope -> assertThatThrownBy(() -> POST.verify(scope, PublishedRequest.SIGNED_AT))
                        .isInstanceOf(SignatureRefusedException.class));
    }

    @Test
    void whatIsSignedForAnotherServiceOrRegionIsToldSo() {
        assertThatThrownBy(() -> POST.verify("20150830/us-east-1/s3/aws4_request", PublishedRequest.SIGNED_AT))
                .hasMessage("Credential should be scoped to correct service: 'service'.");
        assertThatThrownBy(() -> POST.verify("20150830/eu-west-1/service/aws4_request", PublishedRequest.SIGNED_AT))
                .hasMessage("Credential should be scoped to a valid region, not 'eu-west-1'; this endpoint serves"
                        + " us-east-1");
    }

    @Test
    void anyChangedCharacterOfTheSignatureIsRefused() {
        assertThat(changed(POST.signature())).allSatisfy(other -> assertRefused(POST.withSignature(other)));
        assertRefused(POST.withSignature(POST.signature().toUpperCase(Locale.ROOT)));
        assertRefused(POST.withSignature("0".repeat(64)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"host;x-amz-date", "content-type;host", "content-type;x-amz-date", "host", ";"})
    void aShorterListOfSignedHeadersIsRefused(String signedHeaders) {
        assertRefused(POST.withSignedHeaders(signedHeaders));
    }

    @Test
    void anotherAccessKeyIsRefused() {
        assertThatThrownBy(() -> POST.verify("AKIDEXAMPLF", "any", PublishedRequest.SCOPE, PublishedRequest.SIGNED_AT))
                .hasMessage("The security token included in the request is invalid.");
    }

    @Test
    void anotherSecretIsRefused() {
        assertThatThrownBy(() -> POST.verify(
                        "AKIDEXAMPLE",
                        "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEZ",
                        PublishedRequest.SCOPE,
                        PublishedRequest.SIGNED_AT))
                .hasMessageContaining("The request signature we calculated does not match");
    }

    @Test
    void aSignatureIsGoodForAQuarterOfAnHourOnEitherSide() {
        for (Duration within : List.of(Duration.ofMinutes(15), Duration.ofMinutes(-15))) {
            POST.verify(PublishedRequest.SCOPE, PublishedRequest.SIGNED_AT.plus(within));
        }
        assertThatThrownBy(() -> POST.verify(
                        PublishedRequest.SCOPE,
                        PublishedRequest.SIGNED_AT.plus(Duration.ofMinutes(15).plusMillis(1))))
                .hasMessage("Signature expired: 20150830T123600Z is now earlier than 20150830T123600Z"
                        + " (20150830T125100Z - 15 min.)");
        assertThatThrownBy(() -> POST.verify(
                        PublishedRequest.SCOPE,
                        PublishedRequest.SIGNED_AT.minus(Duration.ofMinutes(15).plusMillis(1))))
                .hasMessage("Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z"
                        + " (20150830T122059Z + 15 min.)");
    }

    private static void assertRefused(PublishedRequest request) {
        assertThatThrownBy(request::verify)
                .as("%s %s %s", request.method(), request.target(), request.headers())
                .isInstanceOf(SignatureRefusedException.class);
    }

    /** The text with one character replaced, at each place; white space stays, since a signer may fold it. */
    private static List<String> changed(String text) {
        List<String> changed = new ArrayList<>();
        IntStream.range(0, text.length())
                .filter(at -> text.charAt(at) != ' ')
                .forEach(at -> changed.add(
                        text.substring(0, at) + (text.charAt(at) == 'x' ? 'y' : 'x') + text.substring(at + 1)));
        return changed;
    }
}
