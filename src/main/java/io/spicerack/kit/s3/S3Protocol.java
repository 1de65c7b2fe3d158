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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The part of S3 that CloudTrail's tools, a sink of log files and a store of sealed versions need, in path style: buckets, both ListObjects, objects
 * with their user metadata whole or by range, and multipart uploads. Thread-safe.
 */
public final class S3Protocol {
    private static final String XML = "application/xml";

    private final S3Buckets buckets;
    private final CallerCheck callers;
    private final String region;
    private final MultipartCalls uploads;

    public S3Protocol(S3Buckets buckets, CallerCheck callers, String region) {
        this.buckets = buckets;
        this.callers = callers;
        this.region = region;
        this.uploads = new MultipartCalls(buckets);
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
            case "POST key?uploads" -> xml(uploads.begun(request));
            case "PUT key?uploadId" -> uploads.part(request);
            case "POST key?uploadId" -> xml(uploads.completed(request));
            case "DELETE key?uploadId" -> uploads.aborted(request);
            case "GET bucket?uploads" -> xml(uploads.underWay(request));
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
        if (request.incoming().headers().containsKey("x-amz-copy-source")) {
            throw new AwsError("NotImplemented", "The local AWS copies no objects", 501);
        }
        Checksums.check(request, request.payload());
        buckets.put(
                request.bucket(),
                request.key(),
                new TrailObjects.Content(request.payload(), request.metadata()),
                request.isForNewKey());
        return empty(200, Map.of("ETag", EntityTag.of(request.payload())));
    }

    private HttpAnswer object(S3Request request) {
        LogBucket bucket = buckets.bucket(request.bucket());
        TrailObjects.Content content = bucket.find(request.key()).orElseThrow(S3Protocol::noSuchKey);
        Instant modified = bucket.lastModified(request.key()).orElseThrow(S3Protocol::noSuchKey);
        String tag = EntityTag.of(content);
        if (!request.incoming().onlyHeader("if-match").orElse(tag).equals(tag)) {
            throw new AwsError(
                    "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);
        }
        Map<String, String> headers = new TreeMap<>();
        headers.put("ETag", tag);
        headers.put(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT).format(modified.atOffset(ZoneOffset.UTC)));
        content.metadata().forEach((name, value) -> {
            if (!name.equals(EntityTag.KEPT)) {
                headers.put("x-amz-meta-" + name, value);
            }
        });
        headers.put("Accept-Ranges", "bytes");
        headers.put("Content-Type", "application/octet-stream");
        Optional<ByteRange> range = ByteRange.of(request.incoming().onlyHeader("range"), content.bytes().length);
        range.ifPresent(part -> headers.put("Content-Range", part.words()));
        return new HttpAnswer(
                range.isPresent() ? 206 : 200,
                headers,
                new HttpAnswer.Whole(range.map(part -> part.of(content.bytes())).orElse(content.bytes())));
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
