package io.spicerack.aws.bucket;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.store.BucketAddress;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The calls of S3 on one store. The SDK tries again what failed; what the first try may have done already is told apart here. A
 * missing object is a {@link NoSuchFileException}, one that is there a {@link FileAlreadyExistsException}; a bucket that refuses
 * or does not answer is an {@link IngestionException}, which says nothing about the objects. Thread-safe.
 */
final class BucketCalls {
    /** Metadata that names the one write that made an object. */
    private static final String WRITE = "spicerack-write";

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final S3Client s3;
    private final BucketAddress address;

    BucketCalls(S3Client s3, BucketAddress address) {
        this.s3 = s3;
        this.address = address;
    }

    BucketAddress address() {
        return address;
    }

    /** An upload in parts under way; {@code write} names it in the object that it makes. */
    record Upload(String key, String id, String write) {}

    /** Writes a new object in one piece. */
    void putNew(String key, Content content, String sha256) throws IOException {
        String write = UUID.randomUUID().toString();
        try {
            s3.putObject(
                    request -> request.bucket(address.bucket())
                            .key(key)
                            .ifNoneMatch("*")
                            .checksumSHA256(sha256)
                            .metadata(Map.of(WRITE, write)),
                    content.body());
        } catch (S3Exception e) {
            settle(e, key, write, content.length());
        } catch (SdkException e) {
            throw unavailable("write " + key, e);
        }
    }

    /** Writes an object over the one that is there. */
    void put(String key, byte[] content) {
        try {
            s3.putObject(request -> request.bucket(address.bucket()).key(key), RequestBody.fromBytes(content));
        } catch (SdkException e) {
            throw unavailable("write " + key, e);
        }
    }

    Upload begin(String key) {
        String write = UUID.randomUUID().toString();
        try {
            String id = s3.createMultipartUpload(request -> request.bucket(address.bucket())
                            .key(key)
                            .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                            .checksumType(ChecksumType.FULL_OBJECT)
                            .metadata(Map.of(WRITE, write)))
                    .uploadId();
            return new Upload(key, id, write);
        } catch (SdkException e) {
            throw unavailable("begin to write " + key, e);
        }
    }

    CompletedPart putPart(Upload upload, int number, Content content) {
        try {
            var answer = s3.uploadPart(
                    request -> request.bucket(address.bucket())
                            .key(upload.key())
                            .uploadId(upload.id())
                            .partNumber(number)
                            .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                    content.body());
            return CompletedPart.builder()
                    .partNumber(number)
                    .eTag(answer.eTag())
                    .checksumCRC32(answer.checksumCRC32())
                    .build();
        } catch (SdkException e) {
            throw unavailable("write part " + number + " of " + upload.key(), e);
        }
    }

    /** Makes the parts an object, if there is none of its key. */
    void complete(Upload upload, List<CompletedPart> parts, long length, String crc32) throws IOException {
        try {
            s3.completeMultipartUpload(request -> request.bucket(address.bucket())
                    .key(upload.key())
                    .uploadId(upload.id())
                    .ifNoneMatch("*")
                    .checksumType(ChecksumType.FULL_OBJECT)
                    .checksumCRC32(crc32)
                    .mpuObjectSize(length)
                    .multipartUpload(all -> all.parts(parts)));
        } catch (S3Exception e) {
            settle(e, upload.key(), upload.write(), length);
        } catch (SdkException e) {
            throw unavailable("complete " + upload.key(), e);
        }
    }

    void abort(String key, String uploadId) {
        try {
            s3.abortMultipartUpload(
                    request -> request.bucket(address.bucket()).key(key).uploadId(uploadId));
        } catch (SdkException e) {
            if (!isStatus(e, NOT_FOUND)) {
                throw unavailable("abort the upload of " + key, e);
            }
        }
    }

    /** An answer that was lost makes the SDK try again, and the next try finds the object of the first. */
    private void settle(S3Exception e, String key, String write, long length) throws IOException {
        if (!isStatus(e, PRECONDITION_FAILED) && !isStatus(e, NOT_FOUND) && !isStatus(e, CONFLICT)) {
            throw unavailable("write " + key, e);
        }
        try {
            HeadObjectResponse there =
                    s3.headObject(request -> request.bucket(address.bucket()).key(key));
            if (!write.equals(there.metadata().get(WRITE)) || there.contentLength() != length) {
                throw new FileAlreadyExistsException(
                        address.url(key), null, "an object is there that this write did not make");
            }
        } catch (SdkException none) {
            throw unavailable("write " + key, e);
        }
    }

    /** {@code tag} is that of the object as it was opened; empty for the first look. */
    Fetched get(String key, String range, String tag, long most) throws IOException {
        try {
            return s3.getObject(
                    request -> {
                        request.bucket(address.bucket()).key(key).range(range);
                        if (!tag.isEmpty()) {
                            request.ifMatch(tag);
                        }
                    },
                    (answer, body) -> Fetched.of(answer, body, most));
        } catch (SdkException e) {
            if (isStatus(e, NOT_FOUND)) {
                throw new NoSuchFileException(address.url(key));
            }
            if (isStatus(e, PRECONDITION_FAILED)) {
                throw new IOException(address.url(key) + " is another object than was opened", e);
            }
            if (isStatus(e, RANGE_NOT_SATISFIABLE)) {
                return Fetched.NOTHING;
            }
            throw unavailable("read " + key, e);
        }
    }

    /** Keys that begin with {@code prefix}, with their bytes, in order. */
    Map<String, Long> list(String prefix) {
        try {
            Map<String, Long> objects = new TreeMap<>();
            s3.listObjectsV2Paginator(
                            request -> request.bucket(address.bucket()).prefix(prefix))
                    .contents()
                    .forEach(object -> objects.put(object.key(), object.size()));
            return objects;
        } catch (SdkException e) {
            throw unavailable("list " + address.url(prefix), e);
        }
    }

    /** Uploads under way, their keys by their ids. */
    Map<String, String> uploads(String prefix) {
        try {
            Map<String, String> uploads = new TreeMap<>();
            for (MultipartUpload upload : s3.listMultipartUploadsPaginator(
                            request -> request.bucket(address.bucket()).prefix(prefix))
                    .uploads()) {
                uploads.put(upload.uploadId(), upload.key());
            }
            return uploads;
        } catch (SdkException e) {
            throw unavailable("list the uploads of " + address.url(prefix), e);
        }
    }

    void delete(String key) {
        try {
            s3.deleteObject(request -> request.bucket(address.bucket()).key(key));
        } catch (SdkException e) {
            throw unavailable("delete " + key, e);
        }
    }

    private IngestionException unavailable(String what, SdkException e) {
        return new IngestionException(
                IngestionErrorType.INTERNAL_SERVICE_ERROR,
                "The store " + address + " cannot " + what + ": S3 says " + BucketRefusal.words(e)
                        + ". See that the bucket is there and that the service's role may use it; the version that was"
                        + " current stays so.",
                e);
    }

    private static boolean isStatus(SdkException e, int status) {
        return e instanceof S3Exception s3 && s3.statusCode() == status;
    }
}
