package io.spicerack.aws;

import io.spicerack.audit.file.TrailObjects;
import io.spicerack.audit.file.TrailObjects.Content;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of S3, read with the credentials and endpoints of the environment. Thread-safe. */
public final class BucketObjects implements TrailObjects, AutoCloseable {
    private final S3Client s3;
    private final String bucket;

    /** The client is closed with this. */
    public BucketObjects(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    public static BucketObjects open(String bucket) {
        return new BucketObjects(S3Client.create(), bucket);
    }

    @Override
    public List<String> keys(String prefix) {
        return s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Override
    public Optional<Content> find(String key) {
        try {
            ResponseBytes<GetObjectResponse> object =
                    s3.getObject(request -> request.bucket(bucket).key(key), ResponseTransformer.toBytes());
            return Optional.of(
                    new Content(object.asByteArray(), object.response().metadata()));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        s3.close();
    }
}
