package io.spicerack.sigv4;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.model.Account;
import io.spicerack.model.Secret;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The uploads of S3's API reference with the signatures published there, and what may not be changed of them. */
class PublishedUploadsTest {
    private static final String DATE = "20130524T000000Z";
    private static final String SIGNED_CHUNKS = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    private static final String CONTENT = "a".repeat(66_560);

    /** "Signature calculations for the authorization header: transferring payload in multiple chunks". */
    private static final Upload CHUNKED = new Upload(
            Map.of(
                    "host", "s3.amazonaws.com",
                    "x-amz-date", DATE,
                    "x-amz-storage-class", "REDUCED_REDUNDANCY",
                    "x-amz-content-sha256", SIGNED_CHUNKS,
                    "content-encoding", "aws-chunked",
                    "x-amz-decoded-content-length", "66560",
                    "content-length", "66824"),
            "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;"
                    + "x-amz-storage-class",
            "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
            chunk(65_536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648")
                    + chunk(1024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497")
                    + chunk(0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"));

    /** The same "... including trailing headers". */
    private static final Upload WITH_TRAILER = new Upload(
            Map.of(
                    "host", "s3.amazonaws.com",
                    "x-amz-date", DATE,
                    "x-amz-storage-class", "REDUCED_REDUNDANCY",
                    "x-amz-content-sha256", SIGNED_CHUNKS + "-TRAILER",
                    "content-encoding", "aws-chunked",
                    "x-amz-decoded-content-length", "66560",
                    "x-amz-trailer", "x-amz-checksum-crc32c"),
            "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;"
                    + "x-amz-trailer",
            "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
            chunk(65_536, "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2")
                    + chunk(1024, "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7")
                    + "0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n"
                    + "x-amz-checksum-crc32c:sOO8/Q==\r\n"
                    + "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n");

    private record Upload(Map<String, String> headers, String signedHeaders, String signature, String body) {
        Upload withBody(String other) {
            return new Upload(headers, signedHeaders, signature, other);
        }

        String payload() {
            Map<String, List<String>> sent = new LinkedHashMap<>();
            headers.forEach((name, value) -> sent.put(name, List.of(value)));
            sent.put(
                    "authorization",
                    List.of("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                            + "SignedHeaders=" + signedHeaders + ",Signature=" + signature));
            try (Secret secret = Secret.of("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")) {
                SignatureCheck check = new SignatureCheck(
                        "AKIAIOSFODNN7EXAMPLE",
                        secret,
                        new Account("aws", "us-east-1", "123456789012"),
                        Clock.fixed(Instant.parse("2013-05-24T00:00:00Z"), ZoneOffset.UTC));
                return new String(
                        check.verifyS3(new SignedRequest(
                                "PUT", "/examplebucket/chunkObject.txt", sent, body.getBytes(US_ASCII))),
                        US_ASCII);
            }
        }
    }

    @Test
    void chunksAreTakenOutOfTheirFrames() {
        assertThat(CHUNKED.payload()).isEqualTo(CONTENT);
    }

    @Test
    void chunksWithASignedTrailerToo() {
        assertThat(WITH_TRAILER.payload()).isEqualTo(CONTENT);
    }

    @Test
    void aChangedByteIsRefused() {
        refused(CHUNKED.withBody(changed(CHUNKED.body(), "a\r\n400;", "b\r\n400;")));
        refused(CHUNKED.withBody(changed(CHUNKED.body(), "a\r\n0;", "b\r\n0;")));
    }

    /** A digit of each signature, a length, no signature. */
    @ParameterizedTest
    @CsvSource({
        "=ad80, =ad81",
        "=0055, =0056",
        "=b6c6, =b6c7",
        "400;, 3ff;",
        ";chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497, ''"
    })
    void aChangedChunkIsRefused(String from, String to) {
        refused(CHUNKED.withBody(changed(CHUNKED.body(), from, to)));
    }

    @ParameterizedTest
    @CsvSource({"sOO8/Q==, sOO8/R==", "=2ca2, =2ca3", "signature:d81f, signature:d81e", "crc32c:s, crc32c:x"})
    void aChangedTrailerIsRefused(String from, String to) {
        refused(WITH_TRAILER.withBody(changed(WITH_TRAILER.body(), from, to)));
    }

    @Test
    void aTrailerWhoseSignatureIsGoneIsRefused() {
        String body = WITH_TRAILER.body();
        refused(WITH_TRAILER.withBody(body.substring(0, body.indexOf("x-amz-trailer-signature"))));
    }

    @Test
    void whatEndsEarlyIsRefused() {
        String body = CHUNKED.body();
        for (int end : new int[] {0, 1, 40, 90, 65_700, body.length() - 91, body.length() - 30}) {
            refused(CHUNKED.withBody(body.substring(0, end)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"g", "-1", "80000000", "7fffffff", ""})
    void aLengthThatIsNoneIsRefused(String length) {
        refused(CHUNKED.withBody(changed(CHUNKED.body(), "10000;", length + ";")));
    }

    @Test
    void chunksInAnotherOrderAreRefused() {
        String[] parts = CHUNKED.body().split("(?<=a\r\n)");
        assertThat(parts).hasSize(3);
        refused(CHUNKED.withBody(parts[1] + parts[0] + parts[2]));
        refused(CHUNKED.withBody(parts[0] + parts[2]));
    }

    @Test
    void thePayloadOfEachFormIsWhatItsHeaderSays() {
        assertThat(payload("UNSIGNED-PAYLOAD", "hello")).isEqualTo("hello");
        assertThat(payload("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", "hello"))
                .isEqualTo("hello");
        assertThat(payload(
                        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                        "3\r\nhel\r\n2\r\nlo\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n"))
                .isEqualTo("hello");
    }

    @Test
    void aPayloadThatIsNotWhatItsHeaderSaysIsRefused() {
        assertThatThrownBy(() -> payload("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", "hellO"))
                .isInstanceOf(SignatureRefusedException.class)
                .hasMessage("The provided 'x-amz-content-sha256' header does not match what was computed.");
        assertThatThrownBy(() -> payload(
                        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                        "3\r\nhel\r\n2\r\nlO\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n"))
                .isInstanceOf(SignatureRefusedException.class)
                .hasMessage("The x-amz-checksum-crc32 you specified did not match the calculated checksum.");
    }

    /** The request's own signature is not the matter here. */
    private static String payload(String form, String body) {
        SignedRequest request =
                new SignedRequest("PUT", "/", Map.of("x-amz-content-sha256", List.of(form)), body.getBytes(US_ASCII));
        SignedScope scope = new SignedScope("k", "20130524", "us-east-1", "s3", List.of(), "0".repeat(64));
        return new String(Payload.of(request, scope, () -> new byte[32]), US_ASCII);
    }

    private static String changed(String body, String from, String to) {
        assertThat(body).contains(from);
        return body.replace(from, to);
    }

    private static void refused(Upload upload) {
        assertThatThrownBy(upload::payload).isInstanceOf(SignatureRefusedException.class);
    }

    private static String chunk(int length, String signature) {
        return Integer.toHexString(length) + ";chunk-signature=" + signature + "\r\n" + "a".repeat(length) + "\r\n";
    }
}
