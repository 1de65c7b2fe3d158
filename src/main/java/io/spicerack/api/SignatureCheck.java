package io.spicerack.api;

import io.spicerack.model.Account;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.signer.Aws4Signer;
import software.amazon.awssdk.auth.signer.params.Aws4SignerParams;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;

/**
 * Checks Signature Version 4 by signing again what came, with the AWS SDK's own signer. Thread-safe.
 *
 * <p>The signer is the deprecated Aws4Signer because its successor always signs x-amz-content-sha256 too, which the aws
 * command line and Terraform leave out.
 */
final class SignatureCheck {
    private static final String SERVICE = "quicksight";
    private static final DateTimeFormatter AMZ_DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final AwsBasicCredentials credentials;
    private final Account account;
    private final Clock clock;

    SignatureCheck(ApiConfig config, Clock clock) {
        this.credentials =
                config.secretAccessKey().reveal(secret -> AwsBasicCredentials.create(config.accessKeyId(), secret));
        this.account = config.account();
        this.clock = clock;
    }

    /** Returns where the one principal signed the request, and throws AWS's error otherwise. */
    void verify(Request request) {
        SignedScope scope = SignedScope.parse(request.header("authorization"));
        if (!scope.accessKeyId().equals(credentials.accessKeyId()) || request.header("x-amz-security-token") != null) {
            throw new ApiError(
                    403, "UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        Instant signedAt = signedAt(request, scope);
        checkScope(scope);
        checkSignedHeaders(request, scope);
        byte[] expected = signature(request, scope, signedAt).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, scope.signature().getBytes(StandardCharsets.US_ASCII))) {
            throw refused("The request signature we calculated does not match the signature you provided. Check your"
                    + " AWS Secret Access Key and signing method. Consult the service documentation for details.");
        }
    }

    private Instant signedAt(Request request, SignedScope scope) {
        String date = request.header("x-amz-date");
        if (date == null || !date.startsWith(scope.date())) {
            throw refused("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP");
        }
        Instant signedAt;
        try {
            signedAt = Instant.from(AMZ_DATE.parse(date));
        } catch (DateTimeException e) {
            throw new ApiError(
                    403, "IncompleteSignatureException", "X-Amz-Date '" + date + "' is not yyyyMMddTHHmmssZ");
        }
        Instant now = clock.instant();
        if (signedAt.isBefore(now.minus(WINDOW))) {
            throw refused("Signature expired: " + date + " is now earlier than " + AMZ_DATE.format(now.minus(WINDOW))
                    + " (" + AMZ_DATE.format(now) + " - 15 min.)");
        }
        if (signedAt.isAfter(now.plus(WINDOW))) {
            throw refused("Signature not yet current: " + date + " is still later than "
                    + AMZ_DATE.format(now.plus(WINDOW)) + " (" + AMZ_DATE.format(now) + " + 15 min.)");
        }
        return signedAt;
    }

    private void checkScope(SignedScope scope) {
        if (!scope.region().equals(account.region())) {
            throw refused("Credential should be scoped to a valid region, not '" + scope.region()
                    + "'; this endpoint serves " + account.region());
        }
        if (!scope.service().equals(SERVICE)) {
            throw refused("Credential should be scoped to correct service: '" + SERVICE + "'.");
        }
    }

    /** A header that is not signed could be changed on the way. */
    private static void checkSignedHeaders(Request request, SignedScope scope) {
        for (String name : request.headers().keySet()) {
            boolean mustBeSigned = name.equals("host") || name.startsWith("x-amz-");
            if (mustBeSigned && !scope.signedHeaders().contains(name)) {
                throw refused("'" + name + "' must be a 'SignedHeader' in the AWS Authorization.");
            }
        }
    }

    @SuppressWarnings("deprecation")
    private String signature(Request request, SignedScope scope, Instant signedAt) {
        SdkHttpFullRequest.Builder copy = SdkHttpFullRequest.builder()
                .method(method(request))
                .uri(address(request))
                .contentStreamProvider(() -> new ByteArrayInputStream(request.body()));
        for (String name : scope.signedHeaders()) {
            List<String> values = request.headers().get(name);
            if (values != null) {
                copy.putHeader(name, values);
            }
        }
        Aws4SignerParams parameters = Aws4SignerParams.builder()
                .awsCredentials(credentials)
                .signingName(scope.service())
                .signingRegion(Region.of(scope.region()))
                .signingClockOverride(Clock.fixed(signedAt, ZoneOffset.UTC))
                .build();
        String authorization = Aws4Signer.create()
                .sign(copy.build(), parameters)
                .firstMatchingHeader("Authorization")
                .orElseThrow();
        return SignedScope.parse(authorization).signature();
    }

    private static SdkHttpMethod method(Request request) {
        try {
            return SdkHttpMethod.fromValue(request.method());
        } catch (IllegalArgumentException e) {
            throw new ApiError(405, "MethodNotAllowedException", "there is no method '" + request.method() + "' here");
        }
    }

    private static URI address(Request request) {
        String query = request.query();
        try {
            return URI.create("http://" + request.header("host") + request.path() + (query == null ? "" : "?" + query));
        } catch (IllegalArgumentException e) {
            throw refused("The Host header and the path of the request are no URL");
        }
    }

    private static ApiError refused(String message) {
        return new ApiError(403, "InvalidSignatureException", message);
    }
}
