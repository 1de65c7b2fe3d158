package io.spicerack.kit.s3;

import io.spicerack.audit.file.LogBucket;
import io.spicerack.audit.file.TrailObjects;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.HttpRequest;
import io.spicerack.http.RequestLine;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.CallerCheck;
import io.spicerack.kit.protocol.Xml;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The part of S3 that CloudTrail's tools and a sink of log files need, in path style: buckets, both ListObjects, and whole objects
 * with their user metadata. Thread-safe.
 */
public final class S3Protocol {
    private static final String XML = "application/xml";

    private final S3Buckets buckets;
    private final CallerCheck callers;
    private final String region;

    public S3Protocol(S3Buckets buckets, CallerCheck callers, String region) {
        this.buckets = buckets;
        this.callers = callers;
        this.region = region;
    }

    public HttpAnswer answer(HttpRequest incoming) {
        try {
            return answer(S3Request.of(incoming, callers.verifyS3(incoming)));
        } catch (AwsError e) {
            return error(e, incoming.line());
        } catch (IllegalArgumentException e) {
            return error(new AwsError("InvalidArgument", String.valueOf(e.getMessage())), incoming.line());
        }
    }

    /** What answers HEAD has no body, so that the status alone says what is wrong. */
    public static HttpAnswer error(AwsError why, RequestLine request) {
        S3Error error = S3Error.of(why);
        return HttpAnswer.text(error.status(), XML, error.xml(request.path(), request.id()));
    }

    private HttpAnswer answer(S3Request request) {
        String subject = request.bucket().isEmpty() ? "" : request.key().isEmpty() ? " bucket" : " key";
        String subresource = request.subresource();
        String asked = request.incoming().method() + subject + (subresource.isEmpty() ? "" : "?" + subresource);
        return switch (asked) {
            case "GET" -> xml(allBuckets());
            case "PUT bucket" -> created(request);
            case "DELETE bucket" -> deleted(request);
            case "HEAD bucket" -> found(request);
            case "GET bucket" -> xml(new S3Listing(buckets.bucket(request.bucket()), request).answer());
            case "GET bucket?location" -> location(request);
            case "PUT key" -> stored(request);
            case "GET key", "HEAD key" -> object(request);
            case "DELETE key" -> removed(request);
            default ->
                throw new AwsError(
                        "NotImplemented",
                        "The local AWS has no operation " + asked + " in S3; docs/embedded-aws.md lists those it has",
                        501);
        };
    }

    private Xml allBuckets() {
        Xml xml = new Xml()
                .open("ListAllMyBucketsResult", "xmlns=\"" + S3Listing.NAMESPACE + "\"")
                .open("Buckets");
        buckets.names().forEach(name -> xml.open("Bucket")
                .put("Name", name)
                .put("CreationDate", buckets.bucket(name).created().toString())
                .close("Bucket"));
        return xml.close("Buckets").close("ListAllMyBucketsResult");
    }

    private HttpAnswer created(S3Request request) {
        buckets.create(request.bucket());
        return empty(200, Map.of("Location", "/" + request.bucket()));
    }

    private HttpAnswer deleted(S3Request request) {
        buckets.delete(request.bucket());
        return empty(204, Map.of());
    }

    private HttpAnswer found(S3Request request) {
        buckets.bucket(request.bucket());
        return empty(200, Map.of("x-amz-bucket-region", region));
    }

    private HttpAnswer location(S3Request request) {
        buckets.bucket(request.bucket());
        // us-east-1 is the Region without a name
        return xml(new Xml()
                .open("LocationConstraint", "xmlns=\"" + S3Listing.NAMESPACE + "\"")
                .text(region.equals("us-east-1") ? "" : region)
                .close("LocationConstraint"));
    }

    private HttpAnswer stored(S3Request request) {
        if (request.incoming().headers().containsKey("x-amz-copy-source")
                || request.query().containsKey("partNumber")) {
            throw new AwsError("NotImplemented", "The local AWS stores whole objects only, and copies none", 501);
        }
        String md5 = Base64.getEncoder().encodeToString(EntityTag.md5(request.payload()));
        if (!request.incoming().onlyHeader("content-md5").orElse(md5).equals(md5)) {
            throw new AwsError("BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
        buckets.bucket(request.bucket())
                .put(request.key(), new TrailObjects.Content(request.payload(), request.metadata()));
        return empty(200, Map.of("ETag", EntityTag.of(request.payload())));
    }

    private HttpAnswer object(S3Request request) {
        LogBucket bucket = buckets.bucket(request.bucket());
        TrailObjects.Content content = bucket.find(request.key()).orElseThrow(S3Protocol::noSuchKey);
        Instant modified = bucket.lastModified(request.key()).orElseThrow(S3Protocol::noSuchKey);
        Map<String, String> headers = new TreeMap<>();
        headers.put("ETag", EntityTag.of(content.bytes()));
        headers.put(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT).format(modified.atOffset(ZoneOffset.UTC)));
        content.metadata().forEach((name, value) -> headers.put("x-amz-meta-" + name, value));
        headers.put("Content-Type", "application/octet-stream");
        return new HttpAnswer(200, headers, new HttpAnswer.Whole(content.bytes()));
    }

    private HttpAnswer removed(S3Request request) {
        buckets.bucket(request.bucket()).delete(request.key());
        return empty(204, Map.of());
    }

    private static AwsError noSuchKey() {
        return new AwsError("NoSuchKey", "The specified key does not exist.", 404);
    }

    private static HttpAnswer xml(Xml xml) {
        return HttpAnswer.text(200, XML, xml.toString());
    }

    private static HttpAnswer empty(int status, Map<String, String> headers) {
        return new HttpAnswer(status, headers, new HttpAnswer.Whole(new byte[0]));
    }
}
