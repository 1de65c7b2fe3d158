package io.spicerack.kit.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.kit.aws.AwsUnderTest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.signer.Aws4Signer;
import software.amazon.awssdk.auth.signer.params.Aws4SignerParams;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

class CallerCheckTest {
    private static final String LIST_KEYS = "TrentService.ListKeys";

    @RegisterExtension
    static final AwsUnderTest AWS = new AwsUnderTest();

    @Test
    void aWrongSecretAccessKeyIsRefused() {
        assertThat(errorOf(AwsUnderTest.credentials(AwsUnderTest.ACCESS_KEY_ID, "another-secret")))
                .isEqualTo("InvalidSignatureException");
    }

    @Test
    void anUnknownAccessKeyIsRefused() {
        assertThat(errorOf(AwsUnderTest.credentials("AKIANOBODYHASTHIS000", AwsUnderTest.SECRET_ACCESS_KEY)))
                .isEqualTo("UnrecognizedClientException");
    }

    @Test
    void aSessionTokenThatNobodyIssuedIsRefused() {
        assertThat(errorOf(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                        AwsUnderTest.ACCESS_KEY_ID, AwsUnderTest.SECRET_ACCESS_KEY, "invented"))))
                .isEqualTo("UnrecognizedClientException");
    }

    @Test
    void anUnsignedRequestIsRefused() throws Exception {
        assertThat(send(Map.of("X-Amz-Target", LIST_KEYS), "{}"))
                .isEqualTo("400 {\"__type\":\"MissingAuthenticationTokenException\",\"message\":\"Request is missing"
                        + " Authentication Token\"}");
        assertThat(send(Map.of("X-Amz-Target", LIST_KEYS, "Authorization", "Bearer x"), "{}"))
                .contains("IncompleteSignatureException");
    }

    @Test
    void aSignatureHoldsForFifteenMinutes() throws Exception {
        assertThat(send(signed(LIST_KEYS, "{}", "kms", Duration.ofMinutes(-14)), "{}"))
                .startsWith("200 {\"Truncated\":");
        assertThat(send(signed(LIST_KEYS, "{}", "kms", Duration.ofMinutes(-16)), "{}"))
                .startsWith("400 ")
                .contains("InvalidSignatureException", "Signature expired: ");
        assertThat(send(signed(LIST_KEYS, "{}", "kms", Duration.ofMinutes(16)), "{}"))
                .contains("InvalidSignatureException", "Signature not yet current: ");
    }

    @Test
    void aChangedBodyOrTargetDoesNotMatchItsSignature() throws Exception {
        Map<String, String> headers = signed(LIST_KEYS, "{}", "kms", Duration.ZERO);

        assertThat(send(headers, "{ }")).contains("InvalidSignatureException", "does not match the signature");
        headers.put("X-Amz-Target", "TrentService.ListAliases");
        assertThat(send(headers, "{}")).contains("InvalidSignatureException");
    }

    @Test
    void aSignatureForAnotherServiceIsRefused() throws Exception {
        assertThat(send(signed(LIST_KEYS, "{}", "secretsmanager", Duration.ZERO), "{}"))
                .contains("InvalidSignatureException", "scoped to correct service: 'kms'");
    }

    @Test
    void anAmzHeaderThatIsNotSignedIsRefused() throws Exception {
        Map<String, String> headers = signed(LIST_KEYS, "{}", "kms", Duration.ZERO);
        headers.put("X-Amz-Extra", "not signed");

        assertThat(send(headers, "{}")).contains("InvalidSignatureException", "'x-amz-extra' must be a 'SignedHeader'");
    }

    @Test
    void malformedJsonIsASerializationErrorThatDoesNotQuoteIt() throws Exception {
        for (String body : List.of("{\"KeyId\": topsecret", "[\"topsecret\"]", "{\"Limit\":\"topsecret\"}")) {
            assertThat(send(signed(LIST_KEYS, body, "kms", Duration.ZERO), body))
                    .startsWith("400 {\"__type\":\"SerializationException\"")
                    .doesNotContain("topsecret");
        }
    }

    @Test
    void anUnknownOperationServiceOrRequestIsNamed() throws Exception {
        assertThat(send(signed("TrentService.Sing", "{}", "kms", Duration.ZERO), "{}"))
                .startsWith("400 {\"__type\":\"UnknownOperationException\"")
                .contains("no operation Sing in kms");
        assertThat(send(Map.of("X-Amz-Target", "DynamoDB_20120810.ListTables"), "{}"))
                .contains("UnknownOperationException", "DynamoDB_20120810.ListTables");
        assertThat(send(Map.of(), "{}")).contains("UnknownOperationException", "no X-Amz-Target header");
    }

    @Test
    void aBodyOverTheLimitIsRefused() throws Exception {
        String body = " ".repeat((1 << 20) + 1);

        assertThat(send(Map.of("X-Amz-Target", LIST_KEYS), body))
                .startsWith("413 ")
                .contains("RequestEntityTooLargeException", "more than 1048576 bytes");
    }

    @Test
    void everyAnswerHasARequestId() {
        assertThat(AWS.kms().listKeys().responseMetadata().requestId()).hasSize(36);
        assertThatThrownBy(() -> AWS.kms().describeKey(request -> request.keyId("nobody")))
                .extracting(e -> ((KmsException) e).requestId())
                .asString()
                .hasSize(36);
    }

    @Test
    void stsSaysWhoCalls() {
        try (StsClient sts = AwsUnderTest.sts(
                AWS.endpoint(), AwsUnderTest.credentials(AwsUnderTest.ACCESS_KEY_ID, AwsUnderTest.SECRET_ACCESS_KEY))) {
            GetCallerIdentityResponse identity = sts.getCallerIdentity();

            assertThat(identity.account()).isEqualTo("111122223333");
            assertThat(identity.arn()).isEqualTo("arn:aws:iam::111122223333:user/local");
            assertThat(identity.userId()).isEqualTo(AwsUnderTest.ACCESS_KEY_ID);
            assertThatThrownBy(sts::getSessionToken)
                    .isInstanceOf(StsException.class)
                    .hasMessageStartingWith("The local AWS knows only the action GetCallerIdentity of STS");
        }
    }

    @Test
    void stsHasItsOwnNamesForTheErrorsOfASignature() {
        try (StsClient sts = AwsUnderTest.sts(
                AWS.endpoint(), AwsUnderTest.credentials(AwsUnderTest.ACCESS_KEY_ID, "another-secret"))) {
            assertThatThrownBy(sts::getCallerIdentity)
                    .isInstanceOf(StsException.class)
                    .extracting(e -> ((StsException) e).awsErrorDetails().errorCode())
                    .isEqualTo("SignatureDoesNotMatch");
        }
    }

    private static String errorOf(AwsCredentialsProvider credentials) {
        try (KmsClient kms = AwsUnderTest.at(AWS.endpoint(), KmsClient.builder(), credentials)) {
            kms.listKeys();
            return "none";
        } catch (KmsException e) {
            return e.awsErrorDetails().errorCode();
        }
    }

    @SuppressWarnings("deprecation")
    private static Map<String, String> signed(String target, String body, String service, Duration offset) {
        SdkHttpFullRequest request = Aws4Signer.create()
                .sign(
                        SdkHttpFullRequest.builder()
                                .method(SdkHttpMethod.POST)
                                .uri(AWS.endpoint())
                                .encodedPath("/")
                                .putHeader("X-Amz-Target", target)
                                .contentStreamProvider(
                                        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                                .build(),
                        Aws4SignerParams.builder()
                                .awsCredentials(AwsBasicCredentials.create(
                                        AwsUnderTest.ACCESS_KEY_ID, AwsUnderTest.SECRET_ACCESS_KEY))
                                .signingName(service)
                                .signingRegion(Region.of(AwsUnderTest.ACCOUNT.region()))
                                .signingClockOverride(Clock.offset(Clock.systemUTC(), offset))
                                .build());
        Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach((name, values) -> headers.put(name, values.get(0)));
        headers.remove("Host");
        return headers;
    }

    private static String send(Map<String, String> headers, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(AWS.endpoint() + "/"))
                .version(HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }
}
