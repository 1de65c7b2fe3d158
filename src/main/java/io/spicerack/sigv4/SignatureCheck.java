package io.spicerack.sigv4;

import static io.spicerack.sigv4.SignatureRefusedException.invalid;

import io.spicerack.model.Account;
import io.spicerack.model.Secret;
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
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;

/** Checks that the holder of the one access key signed a request, with Signature Version 4. Thread-safe. */
public final class SignatureCheck {
    private static final DateTimeFormatter AMZ_DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration WINDOW = Duration.ofMinutes(15);

    /** A second, and as much as a request may be on its way. */
    private static final Duration RETRIED = Duration.ofSeconds(5);

    private final AwsBasicCredentials credentials;
    private final Account account;
    private final Clock clock;

    /** {@code secretAccessKey} may be closed after this. */
    public SignatureCheck(String accessKeyId, Secret secretAccessKey, Account account, Clock clock) {
        this.credentials = secretAccessKey.reveal(secret -> AwsBasicCredentials.create(accessKeyId, secret));
        this.account = account;
        this.clock = clock;
    }

    /** Whose signature a request claims to carry; {@link SignatureRefusedException} where it carries none. */
    public static String accessKeyId(SignedRequest request) {
        return SignedScope.parse(request.header("authorization")).accessKeyId();
    }

    /** What is different in each signed request. */
    public static String signature(SignedRequest request) {
        return SignedScope.parse(request.header("authorization")).signature();
    }

    /** From when on a request that {@link #verify} took is refused for its date. */
    public static Instant goodUntil(SignedRequest request) {
        return Instant.from(AMZ_DATE.parse(request.header("x-amz-date")))
                .plus(WINDOW)
                .plusSeconds(1);
    }

    /** Whether a client may be sending it again by itself: those that do not sign each try anew do so within the second. */
    public static boolean isFresh(SignedRequest request, Clock clock) {
        return clock.instant().isBefore(goodUntil(request).minus(WINDOW).plus(RETRIED));
    }

    /** Returns when the request is signed for {@code service}; {@link SignatureRefusedException} where it is not. */
    public void verify(SignedRequest request, String service) {
        signedScope(request, service);
    }

    /**
     * The bytes that S3 stores of a request for it: the body, taken out of its chunks where it is sent in such. S3 leaves the
     * body out of the signature and signs its digest, or each chunk: those are checked here.
     */
    public byte[] verifyS3(SignedRequest request) {
        SignedScope scope = signedScope(request, "s3");
        return Payload.of(
                request, scope, () -> RepeatedSignature.signingKey(scope, credentials, signedAt(request, scope)));
    }

    private SignedScope signedScope(SignedRequest request, String service) {
        SignedScope scope = SignedScope.parse(request.header("authorization"));
        if (!scope.accessKeyId().equals(credentials.accessKeyId()) || request.header("x-amz-security-token") != null) {
            throw new SignatureRefusedException(
                    "UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        Instant signedAt = signedAt(request, scope);
        checkScope(scope, service);
        checkSignedHeaders(request, scope);
        byte[] expected = RepeatedSignature.of(copy(request, scope), scope, credentials, signedAt)
                .getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, scope.signature().getBytes(StandardCharsets.US_ASCII))) {
            throw invalid("The request signature we calculated does not match the signature you provided. Check your"
                    + " AWS Secret Access Key and signing method. Consult the service documentation for details.");
        }
        return scope;
    }

    private Instant signedAt(SignedRequest request, SignedScope scope) {
        String date = request.header("x-amz-date");
        if (date == null || !date.startsWith(scope.date())) {
            throw invalid("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP");
        }
        Instant signedAt;
        try {
            signedAt = Instant.from(AMZ_DATE.parse(date));
        } catch (DateTimeException e) {
            throw new SignatureRefusedException(
                    "IncompleteSignatureException", "X-Amz-Date '" + date + "' is not yyyyMMddTHHmmssZ");
        }
        Instant now = clock.instant();
        if (signedAt.isBefore(now.minus(WINDOW))) {
            throw invalid("Signature expired: " + date + " is now earlier than " + AMZ_DATE.format(now.minus(WINDOW))
                    + " (" + AMZ_DATE.format(now) + " - 15 min.)");
        }
        if (signedAt.isAfter(now.plus(WINDOW))) {
            throw invalid("Signature not yet current: " + date + " is still later than "
                    + AMZ_DATE.format(now.plus(WINDOW)) + " (" + AMZ_DATE.format(now) + " + 15 min.)");
        }
        return signedAt;
    }

    private void checkScope(SignedScope scope, String service) {
        if (!scope.region().equals(account.region())) {
            throw invalid("Credential should be scoped to a valid region, not '" + scope.region()
                    + "'; this endpoint serves " + account.region());
        }
        if (!scope.service().equals(service)) {
            throw invalid("Credential should be scoped to correct service: '" + service + "'.");
        }
    }

    /** A header that is not signed could be changed on the way, and x-amz-target chooses an operation. */
    private static void checkSignedHeaders(SignedRequest request, SignedScope scope) {
        for (String name : request.headers().keySet()) {
            boolean mustBeSigned = name.equals("host") || name.startsWith("x-amz-");
            if (mustBeSigned && !scope.signedHeaders().contains(name)) {
                throw invalid("'" + name + "' must be a 'SignedHeader' in the AWS Authorization.");
            }
        }
        // the signer puts its own in their place, so that a second one would not be noticed
        for (String name : List.of("host", "x-amz-date")) {
            if (request.headers().getOrDefault(name, List.of()).size() != 1) {
                throw invalid("'" + name + "' must be in the request once.");
            }
        }
    }

    private static SdkHttpFullRequest copy(SignedRequest request, SignedScope scope) {
        SdkHttpFullRequest.Builder copy = SignedAddress.of(request)
                .method(method(request))
                .contentStreamProvider(() -> new ByteArrayInputStream(request.body()));
        for (String name : scope.signedHeaders()) {
            List<String> values = request.headers().get(name);
            if (values != null) {
                copy.putHeader(name, values);
            }
        }
        return build(copy);
    }

    private static SdkHttpFullRequest build(SdkHttpFullRequest.Builder copy) {
        SdkHttpFullRequest built = copy.build();
        try {
            // the signer takes its path from here
            URI unused = built.getUri();
        } catch (IllegalArgumentException e) {
            throw SignedAddress.refused();
        }
        return built;
    }

    private static SdkHttpMethod method(SignedRequest request) {
        // not SdkHttpMethod.fromValue, which takes "get" for GET: methods are case-sensitive
        return Stream.of(SdkHttpMethod.values())
                .filter(method -> method.name().equals(request.method()))
                .findFirst()
                .orElseThrow(() -> invalid("A request with the method '" + request.method() + "' cannot be signed"));
    }
}
