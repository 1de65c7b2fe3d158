package io.spicerack.kit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.kit.aws.AwsUnderTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

@TakesLong
class S3Test {
    @RegisterExtension
    static final AwsUnderTest AWS = new AwsUnderTest();

    private final String bucket = "test-" + UUID.randomUUID();
    private S3Client s3;

    @BeforeEach
    void makeABucket() {
        s3 = AwsUnderTest.s3(AWS.endpoint());
        s3.createBucket(request -> request.bucket(bucket));
    }

    @AfterEach
    void close() {
        s3.close();
    }

    @Test
    void anObjectComesBackWithItsMetadata() {
        byte[] content = "a log file \u00e4".repeat(20_000).getBytes(StandardCharsets.UTF_8);
        String tag = s3.putObject(
                        request -> request.bucket(bucket)
                                .key("AWSLogs/a b+c=d~e/\u00e4.gz")
                                .metadata(Map.of("signature", "abc")),
                        RequestBody.fromBytes(content))
                .eTag();

        var found = s3.getObjectAsBytes(request -> request.bucket(bucket).key("AWSLogs/a b+c=d~e/\u00e4.gz"));
        assertThat(found.asByteArray()).isEqualTo(content);
        assertThat(found.response().metadata()).isEqualTo(Map.of("signature", "abc"));
        HeadObjectResponse head =
                s3.headObject(request -> request.bucket(bucket).key("AWSLogs/a b+c=d~e/\u00e4.gz"));
        assertThat(head.contentLength()).isEqualTo(content.length);
        assertThat(head.eTag()).isEqualTo(tag);
        assertThat(head.metadata()).containsEntry("signature", "abc");
        assertThat(head.lastModified()).isNotNull();
    }

    @Test
    void everyWayInWhichTheClientSignsAPayloadIsRead() {
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.knownValues()) {
            if (algorithm.name().startsWith("CRC64") || algorithm.name().startsWith("CRC32_C")) {
                continue; // these need a native library on the client's side
            }
            s3.putObject(
                    request -> request.bucket(bucket).key("by-" + algorithm).checksumAlgorithm(algorithm),
                    RequestBody.fromString("content"));
            assertThat(text("by-" + algorithm)).isEqualTo("content");
        }
        try (S3Client plain = AwsUnderTest.at(
                AWS.endpoint(),
                S3Client.builder().requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED),
                AwsUnderTest.credentials(AwsUnderTest.ACCESS_KEY_ID, AwsUnderTest.SECRET_ACCESS_KEY))) {
            plain.putObject(request -> request.bucket(bucket).key("plain"), RequestBody.fromString("content"));
            plain.putObject(request -> request.bucket(bucket).key("empty"), RequestBody.empty());
        }
        assertThat(text("plain")).isEqualTo("content");
        assertThat(text("empty")).isEmpty();
    }

    @Test
    void keysAreListedInOrderPageByPage() {
        for (String key : new String[] {"b/2", "a/1", "b/1", "c", "a & <b>"}) {
            s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(key));
        }

        assertThat(s3.listObjectsV2Paginator(request -> request.bucket(bucket).maxKeys(2))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("a & <b>", "a/1", "b/1", "b/2", "c");
        ListObjectsResponse first =
                s3.listObjects(request -> request.bucket(bucket).maxKeys(3));
        assertThat(first.isTruncated()).isTrue();
        assertThat(s3.listObjects(request -> request.bucket(bucket).marker(first.nextMarker()))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("b/2", "c");
        assertThat(s3.listObjects(request -> request.bucket(bucket).prefix("b/").encodingType(EncodingType.URL))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("b/1", "b/2");
    }

    @Test
    void aDelimiterFoldsKeysIntoPrefixes() {
        for (String key : new String[] {"logs/2026/1", "logs/2026/2", "logs/2027/1", "logs/readme"}) {
            s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(key));
        }

        var listed = s3.listObjectsV2(
                request -> request.bucket(bucket).prefix("logs/").delimiter("/"));

        assertThat(listed.commonPrefixes())
                .extracting(CommonPrefix::prefix)
                .containsExactly("logs/2026/", "logs/2027/");
        assertThat(listed.contents()).extracting(S3Object::key).containsExactly("logs/readme");
        assertThat(listed.keyCount()).isEqualTo(3);
    }

    @Test
    void aRangeComesAloneAndOfTheObjectThatWasMeant() {
        String tag = s3.putObject(request -> request.bucket(bucket).key("r"), RequestBody.fromString("0123456789"))
                .eTag();
        for (var asked : Map.of("bytes=2-4", "234", "bytes=-3", "789", "bytes=8-99", "89", "bytes=7-", "789")
                .entrySet()) {
            var part = s3.getObjectAsBytes(request ->
                    request.bucket(bucket).key("r").range(asked.getKey()).ifMatch(tag));
            assertThat(part.asUtf8String()).isEqualTo(asked.getValue());
            assertThat(part.response().contentRange()).endsWith("/10");
        }
        assertThatThrownBy(() -> s3.getObjectAsBytes(
                        request -> request.bucket(bucket).key("r").range("bytes=10-11")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(416));
        assertThatThrownBy(() -> s3.getObjectAsBytes(
                        request -> request.bucket(bucket).key("r").ifMatch("\"another\"")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    }

    @Test
    void anObjectThatMustBeNewIsPutOnce() {
        s3.putObject(request -> request.bucket(bucket).key("n").ifNoneMatch("*"), RequestBody.fromString("first"));
        assertThatThrownBy(() -> s3.putObject(
                        request -> request.bucket(bucket).key("n").ifNoneMatch("*"), RequestBody.fromString("second")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
        assertThat(text("n")).isEqualTo("first");
        assertThatThrownBy(() -> s3.putObject(
                        request -> request.bucket(bucket).key("sum").checksumSHA256("A".repeat(43) + "="),
                        RequestBody.fromString("x")))
                .isInstanceOf(S3Exception.class)
                .extracting(e -> ((S3Exception) e).awsErrorDetails().errorCode())
                .isEqualTo("BadDigest");
    }

    @Test
    void partsBecomeAnObjectWhenTheyAreComplete() {
        String first = "a".repeat(5 << 20);
        String id = s3.createMultipartUpload(
                        request -> request.bucket(bucket).key("m").metadata(Map.of("who", "me")))
                .uploadId();
        String one = part(id, 1, first);
        String two = part(id, 2, "b");
        assertThat(s3.listMultipartUploads(request -> request.bucket(bucket).prefix("m"))
                        .uploads())
                .singleElement()
                .satisfies(upload -> assertThat(upload.uploadId()).isEqualTo(id));
        assertThatThrownBy(() -> complete(id, part(1, two)))
                .hasMessageStartingWith("One or more of the specified parts");
        assertThatThrownBy(() -> complete(id, part(2, two), part(1, one))).hasMessageStartingWith("The list of parts");
        complete(id, part(1, one), part(2, two));
        assertThat(text("m")).isEqualTo(first + "b");
        HeadObjectResponse head =
                s3.headObject(request -> request.bucket(bucket).key("m"));
        assertThat(head.eTag()).endsWith("-2\"");
        assertThat(head.metadata()).isEqualTo(Map.of("who", "me"));
        assertThatThrownBy(() -> complete(id, part(1, one))).isInstanceOf(NoSuchUploadException.class);
        assertThat(s3.listMultipartUploads(request -> request.bucket(bucket)).uploads())
                .isEmpty();
    }

    @Test
    void anUploadThatIsAbortedLeavesNothing() {
        String id = s3.createMultipartUpload(request -> request.bucket(bucket).key("m"))
                .uploadId();
        String small = part(id, 1, "a");
        String other = part(id, 2, "b");
        assertThatThrownBy(() -> complete(id, part(1, small), part(2, other)))
                .hasMessageStartingWith("Your proposed upload is smaller");
        s3.abortMultipartUpload(request -> request.bucket(bucket).key("m").uploadId(id));
        assertThatThrownBy(() -> part(id, 3, "c")).isInstanceOf(NoSuchUploadException.class);
        assertThat(s3.listObjectsV2(request -> request.bucket(bucket)).contents())
                .isEmpty();
    }

    private String part(String id, int number, String content) {
        return s3.uploadPart(
                        request -> request.bucket(bucket).key("m").uploadId(id).partNumber(number),
                        RequestBody.fromString(content))
                .eTag();
    }

    private static CompletedPart part(int number, String tag) {
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    private void complete(String id, CompletedPart... parts) {
        s3.completeMultipartUpload(
                request -> request.bucket(bucket).key("m").uploadId(id).multipartUpload(all -> all.parts(parts)));
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThatThrownBy(() -> s3.getObject(request -> request.bucket(bucket).key("nothing")))
                .isInstanceOf(NoSuchKeyException.class)
                .hasMessageStartingWith("The specified key does not exist.");
        assertThatThrownBy(() -> s3.headObject(request -> request.bucket(bucket).key("nothing")))
                .isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() -> s3.listObjectsV2(request -> request.bucket("nobody-made-this")))
                .isInstanceOf(NoSuchBucketException.class)
                .hasMessageStartingWith("The specified bucket does not exist");
        assertThatThrownBy(() -> s3.getBucketAcl(request -> request.bucket(bucket)))
                .isInstanceOf(S3Exception.class)
                .hasMessageStartingWith("The local AWS has no operation GET bucket?acl in S3");
    }

    @Test
    void aBucketIsMadeOnceAndGoesWhenItIsEmpty() {
        s3.putObject(request -> request.bucket(bucket).key("a/b"), RequestBody.fromString("x"));

        assertThatThrownBy(() -> s3.createBucket(request -> request.bucket(bucket)))
                .isInstanceOf(BucketAlreadyOwnedByYouException.class);
        assertThatThrownBy(() -> s3.deleteBucket(request -> request.bucket(bucket)))
                .isInstanceOf(S3Exception.class)
                .hasMessageStartingWith("The bucket you tried to delete is not empty");
        s3.deleteObject(request -> request.bucket(bucket).key("a/b"));
        s3.deleteBucket(request -> request.bucket(bucket));
        assertThat(s3.listBuckets().buckets()).noneMatch(each -> each.name().equals(bucket));
    }

    @Test
    void bucketsAreListedWithTheirTime() {
        assertThat(s3.listBuckets().buckets())
                .filteredOn(found -> found.name().equals(bucket))
                .singleElement()
                .satisfies(found -> assertThat(found.creationDate()).isNotNull());
    }

    @Test
    void aBucketIsInTheRegion() {
        assertThat(s3.getBucketLocation(request -> request.bucket(bucket)).locationConstraintAsString())
                .isEqualTo("eu-west-1");
        assertThat(s3.headBucket(request -> request.bucket(bucket)).bucketRegion())
                .isEqualTo("eu-west-1");
    }

    @Test
    void aWrongSecretAccessKeyIsRefused() {
        try (S3Client stranger = AwsUnderTest.at(
                AWS.endpoint(), S3Client.builder(), AwsUnderTest.credentials(AwsUnderTest.ACCESS_KEY_ID, "another"))) {
            assertThatThrownBy(() ->
                            stranger.putObject(request -> request.bucket(bucket).key("x"), RequestBody.fromString("x")))
                    .isInstanceOf(S3Exception.class)
                    .extracting(e -> ((S3Exception) e).awsErrorDetails().errorCode())
                    .isEqualTo("SignatureDoesNotMatch");
        }
        assertThat(s3.listObjectsV2(request -> request.bucket(bucket)).contents())
                .isEmpty();
    }

    @Test
    void aKeyThatWouldLeaveItsBucketIsRefused() {
        assertThatThrownBy(() ->
                        s3.putObject(request -> request.bucket(bucket).key("a/../../x"), RequestBody.fromString("x")))
                .isInstanceOf(S3Exception.class)
                .hasMessageStartingWith("The path of the URL has the segment '..'");
        assertThatThrownBy(() ->
                        s3.putObject(request -> request.bucket(bucket).key("x.metadata"), RequestBody.fromString("x")))
                .isInstanceOf(S3Exception.class)
                .hasMessageStartingWith("'x.metadata' cannot be the key of an object here");
    }

    private String text(String key) {
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String();
    }
}
