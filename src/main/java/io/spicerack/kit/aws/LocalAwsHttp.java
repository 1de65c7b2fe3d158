package io.spicerack.kit.aws;

import io.spicerack.http.HttpAnswer;
import io.spicerack.http.HttpLimits;
import io.spicerack.http.HttpRequest;
import io.spicerack.http.HttpService;
import io.spicerack.http.RequestLine;
import io.spicerack.http.RequestRefusedException;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.JsonProtocol;
import io.spicerack.kit.protocol.StsProtocol;
import io.spicerack.kit.s3.S3Protocol;
import io.spicerack.kit.trail.AuditEventsProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All services of the local AWS behind one port: which of them a request is for shows in how it is written. Thread-safe. */
final class LocalAwsHttp implements HttpService, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LocalAwsHttp.class);

    private static final Set<String> SERVICES =
            Set.of("kms", "secretsmanager", "sts", "cloudtrail", "cloudtrail-data", "s3");
    private static final Pattern SCOPE = Pattern.compile("Credential=[^,\\s]*/([^/,\\s]+)/aws4_request");

    private static final int MOST_BODY_BYTES = 1 << 20;
    private static final int MOST_OBJECT_BYTES = 64 << 20;

    /** Some large objects at a time, on threads for a laptop's callers. */
    static final HttpLimits LIMITS = new HttpLimits(
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            1_000,
            1_000,
            1,
            8,
            new HttpLimits.Bodies(MOST_OBJECT_BYTES, 4L * MOST_OBJECT_BYTES));

    private final JsonProtocol json;
    private final StsProtocol sts;
    private final S3Protocol s3;
    private final AuditEventsProtocol auditEvents;
    /** Each call holds a share of it; whoever holds it alone waits for all. */
    private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();

    LocalAwsHttp(JsonProtocol json, StsProtocol sts, S3Protocol s3, AuditEventsProtocol auditEvents) {
        this.json = json;
        this.sts = sts;
        this.s3 = s3;
        this.auditEvents = auditEvents;
    }

    @Override
    public HttpAnswer answer(HttpRequest request) {
        if (!calls.readLock().tryLock()) {
            throw new AwsError("ServiceUnavailable", "The local AWS is stopping", 503);
        }
        try {
            return identified(request.line(), service(request));
        } finally {
            calls.readLock().unlock();
        }
    }

    /** Calls under way end first, for a second at most; later ones are refused. */
    @Override
    public void close() {
        try {
            if (!calls.writeLock().tryLock(1, TimeUnit.SECONDS)) {
                LOGGER.atWarn().log("local AWS stopped during a call");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public HttpAnswer failed(RequestLine line, Throwable failure) {
        AwsError error;
        if (failure instanceof AwsError known) {
            error = known;
        } else if (failure instanceof RequestRefusedException refused) {
            error = refused(refused);
        } else {
            LOGGER.atError()
                    .addKeyValue("requestId", line.id())
                    .setCause(failure)
                    .log("request to the local AWS failed");
            error = new AwsError(
                    "InternalError", "The local AWS failed; its log has the reason under request id " + line.id(), 500);
        }
        return identified(
                line, line.method().equals("POST") ? JsonProtocol.error(error) : S3Protocol.error(error, line));
    }

    private HttpAnswer service(HttpRequest request) {
        if (!request.method().equals("PUT") && request.body().length > MOST_BODY_BYTES) {
            throw new AwsError(
                    "RequestEntityTooLargeException",
                    "The request body has more than " + MOST_BODY_BYTES + " bytes; only an object may be longer",
                    413);
        }
        Optional<String> other = signedFor(request).filter(name -> !SERVICES.contains(name));
        if (other.isPresent()) {
            return unknown(request, other.get());
        }
        List<String> target = request.headers("x-amz-target");
        if (!target.isEmpty()) {
            return json.answer(request, target.get(0));
        }
        if (isForm(request)) {
            return sts.answer(request);
        }
        if (AuditEventsProtocol.PATH.equals(request.target().path())) {
            return auditEvents.answer(request);
        }
        if (!request.method().equals("POST") || saysItIsForS3(request)) {
            return s3.answer(request);
        }
        throw new AwsError(
                "UnknownOperationException",
                "The request has no X-Amz-Target header; this is an endpoint for KMS, Secrets Manager, STS, CloudTrail"
                        + " and S3");
    }

    private static boolean saysItIsForS3(HttpRequest request) {
        return signedFor(request).filter("s3"::equals).isPresent();
    }

    /** The service that a request says it is for; nothing is checked yet. */
    private static Optional<String> signedFor(HttpRequest request) {
        return request.onlyHeader("authorization")
                .map(SCOPE::matcher)
                .filter(Matcher::find)
                .map(scope -> scope.group(1));
    }

    /** In the protocol that the request is written in. */
    private static HttpAnswer unknown(HttpRequest request, String service) {
        AwsError error = new AwsError(
                "UnknownOperationException",
                "The local AWS has no service '" + service + "'; it has "
                        + SERVICES.stream().sorted().toList());
        return isForm(request)
                ? StsProtocol.error(error, request.line().id())
                : JsonProtocol.error(error).with("x-amzn-ErrorType", error.code());
    }

    private static boolean isForm(HttpRequest request) {
        return starts(request.headers("content-type"), "application/x-www-form-urlencoded");
    }

    private static boolean starts(List<String> values, String text) {
        return !values.isEmpty() && values.get(0).startsWith(text);
    }

    private static AwsError refused(RequestRefusedException refused) {
        String code =
                switch (refused.reason()) {
                    case TOO_LARGE -> "RequestEntityTooLargeException";
                    case TOO_MANY -> "ThrottlingException";
                    case NOT_IN_TIME -> "RequestTimeout";
                    case NOT_HTTP, BAD_INPUT, BAD_PAGE_TOKEN -> "InvalidArgument";
                };
        return new AwsError(code, refused.words(), refused.reason().status());
    }

    private static HttpAnswer identified(RequestLine line, HttpAnswer answer) {
        // S3's name for it, too
        return answer.with("x-amzn-RequestId", line.id()).with("x-amz-request-id", line.id());
    }
}
