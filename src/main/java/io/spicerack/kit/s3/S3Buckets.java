package io.spicerack.kit.s3;

import io.spicerack.audit.file.LogBucket;
import io.spicerack.audit.file.TrailObjects;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.ServedTrail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The buckets: a directory each, and the bucket of the trail that is served. Thread-safe. */
public final class S3Buckets {
    private static final Pattern NAME = Pattern.compile("(?=.{3,63}$)[a-z0-9]+(?:[.-]+[a-z0-9]+)*");

    private final Path directory;
    private final Optional<ServedTrail> trail;
    private final S3Uploads uploads;

    public S3Buckets(Path directory, Optional<ServedTrail> trail) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.trail = trail;
        this.uploads = new S3Uploads(directory.resolveSibling(directory.getFileName() + "-uploads"));
    }

    List<String> names() {
        TreeSet<String> names = new TreeSet<>();
        trail.ifPresent(served -> names.add(served.name().bucket()));
        try (var entries = Files.list(directory)) {
            entries.map(Path::getFileName).map(String::valueOf).forEach(names::add);
        } catch (IOException e) {
            throw new UncheckedIOException("the buckets in " + directory + " cannot be listed", e);
        }
        return List.copyOf(names);
    }

    LogBucket bucket(String name) {
        if (isTrail(name)) {
            return trail.orElseThrow().logFiles();
        }
        if (!NAME.matcher(name).matches() || !Files.isDirectory(directory.resolve(name))) {
            throw new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);
        }
        return new LogBucket(directory.resolve(name));
    }

    /** Stores an object; where it has to be new, one of the same key is left and the call refused. */
    synchronized void put(String bucket, String key, TrailObjects.Content content, boolean isNew) {
        LogBucket target = bucket(bucket);
        if (isNew && target.lastModified(key).isPresent()) {
            throw new AwsError(
                    "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);
        }
        target.put(key, content);
    }

    S3Uploads uploads() {
        return uploads;
    }

    synchronized void create(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new AwsError("InvalidBucketName", "The specified bucket is not valid.");
        }
        try {
            if (isTrail(name)) {
                throw new FileAlreadyExistsException(name);
            }
            Files.createDirectory(directory.resolve(name));
        } catch (FileAlreadyExistsException e) {
            throw new AwsError(
                    "BucketAlreadyOwnedByYou",
                    "Your previous request to create the named bucket succeeded and you already own it.",
                    409);
        } catch (IOException e) {
            throw new UncheckedIOException("bucket '" + name + "' cannot be made in " + directory, e);
        }
    }

    synchronized void delete(String name) {
        if (isTrail(name)) {
            throw new AwsError("AccessDenied", "The bucket of the audit trail cannot be deleted here", 403);
        }
        if (!bucket(name).keys("").isEmpty()) {
            throw new AwsError("BucketNotEmpty", "The bucket you tried to delete is not empty", 409);
        }
        // directories of keys that are gone
        try (var left = Files.walk(directory.resolve(name))) {
            for (Path each : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("bucket '" + name + "' cannot be deleted from " + directory, e);
        }
    }

    private boolean isTrail(String name) {
        return trail.isPresent() && trail.get().name().bucket().equals(name);
    }
}
