package io.spicerack.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** AWS's published test suite of Signature Version 4, as a server meets it. */
class PublishedRequestsTest {
    static Stream<PublishedRequest> acceptedRequests() {
        return PublishedRequest.all().stream()
                .filter(request ->
                        !request.name().equals("get-space") && !request.name().startsWith("post-sts-header"));
    }

    @ParameterizedTest
    @MethodSource("acceptedRequests")
    void isAccepted(PublishedRequest request) {
        request.verify();
    }

    @Test
    void theSuiteIsThereWhole() {
        assertThat(PublishedRequest.all()).hasSize(31);
        assertThat(acceptedRequests()).hasSize(28);
    }

    /** A request line has no room for a space; signers escape it before they send it. */
    @Test
    void aPathWithASpaceIsNoPathOfARequest() {
        assertThatThrownBy(PublishedRequest.of("get-space")::verify)
                .isInstanceOf(SignatureRefusedException.class)
                .hasMessage("The Host header and the path of the request are no URL");
    }

    /** The one who holds a session token is somebody else than the one who holds the access key. */
    @ParameterizedTest
    @MethodSource("withASessionToken")
    void aSessionTokenIsRefused(PublishedRequest request) {
        assertThatThrownBy(request::verify)
                .isInstanceOf(SignatureRefusedException.class)
                .hasMessage("The security token included in the request is invalid.");
    }

    static Stream<PublishedRequest> withASessionToken() {
        return PublishedRequest.all().stream().filter(request -> request.name().startsWith("post-sts-header"));
    }
}
