package io.spicerack.aws.bucket;

import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.Sha256;
import io.spicerack.model.VersionId;
import io.spicerack.store.BucketAddress;
import io.spicerack.store.StoredVersion;
import io.spicerack.store.VersionPlace;
import io.spicerack.store.VersionPlaces;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A store in a bucket of S3, the property of one installation. Only what is named as docs/format.md says is a version's: other
 * objects are neither seen nor deleted. Thread-safe.
 */
public final class BucketPlaces implements VersionPlaces, AutoCloseable {
    /** The object that says whose store this is. */
    private static final String OWNER = "spicerack-store";

    private static final int MOST_OWNER_BYTES = 64;

    private static final Pattern FILE = Pattern.compile(
            "([A-Za-z0-9_-]{1,128})/([A-Za-z0-9_-]{1,128})/(?:manifest(?:\\.rewrapped)?|part-[0-9]{5}\\.parquet"
                    + "|_KEY_MATERIAL_FOR_part-[0-9]{5}\\.parquet\\.json)");

    private final S3Client s3;
    private final BucketCalls calls;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "store-s3");
        thread.setDaemon(true);
        return thread;
    });

    /** Takes over the client. */
    public BucketPlaces(S3Client s3, BucketAddress address) {
        this.s3 = s3;
        this.calls = new BucketCalls(s3, address);
    }

    /**
     * Makes the store this installation's, or refuses one that is another's: each would sweep the other's versions as orphans.
     * With {@code adopt} this installation takes the other one's place.
     */
    public void claim(String installation, boolean adopt) {
        String key = calls.address().keyPrefix() + OWNER;
        byte[] own = installation.getBytes(StandardCharsets.UTF_8);
        try {
            Optional<String> owner = owner(key);
            if (owner.isEmpty()) {
                owner = claimFirst(key, own);
            }
            if (!owner.equals(Optional.of(installation))) {
                if (!adopt) {
                    throw new IllegalStateException(anothers(owner.orElse("unknown"), installation));
                }
                calls.put(key, own);
            }
        } catch (IOException e) {
            throw failed("claim " + calls.address(), e);
        }
    }

    /** Whose store it is then: another node may have been first. */
    private Optional<String> claimFirst(String key, byte[] own) throws IOException {
        try {
            calls.putNew(key, new Content(own, own.length), Base64.getEncoder().encodeToString(Sha256.of(own)));
            return Optional.of(new String(own, StandardCharsets.UTF_8));
        } catch (FileAlreadyExistsException e) {
            return owner(key);
        }
    }

    private Optional<String> owner(String key) throws IOException {
        try (BucketInput input = BucketInput.open(calls, threads, key)) {
            ByteBuffer text = ByteBuffer.allocate((int) Math.min(input.size(), MOST_OWNER_BYTES));
            input.readFully(text, 0);
            String said = new String(text.array(), StandardCharsets.UTF_8);
            return Optional.of(said.matches("[0-9a-f-]{1,36}") ? said : "unknown");
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private String anothers(String owner, String installation) {
        return "spicerack.store is " + calls.address() + ", which is the store of installation " + owner + "; this is "
                + installation + ". Give each a prefix of its own; if the other one runs no more and this one takes its"
                + " place, start once with: spicerack run --adopt";
    }

    /** A bucket is never full. */
    @Override
    public void checkFree() {}

    /** Nothing has to be there before the first object. */
    @Override
    public VersionPlace begin(StoredVersion version) {
        return of(version);
    }

    @Override
    public VersionPlace of(StoredVersion version) {
        return new BucketPlace(calls, threads, version);
    }

    @Override
    public void settleDeleted(StoredVersion version) {}

    @Override
    public void forget(DataSetId dataSet) {}

    /** Those of uploads under way as well: nothing else may be there of a version that a crash has ended. */
    @Override
    public List<StoredVersion> versions() {
        return Stream.concat(
                        calls.list(calls.address().keyPrefix()).keySet().stream(),
                        calls.uploads(calls.address().keyPrefix()).values().stream())
                .flatMap(key -> version(key).stream())
                .distinct()
                .sorted(Comparator.comparing(StoredVersion::toString))
                .toList();
    }

    private Optional<StoredVersion> version(String key) {
        Matcher file = FILE.matcher(key.substring(calls.address().keyPrefix().length()));
        return file.matches()
                ? Optional.of(new StoredVersion(new DataSetId(file.group(1)), new VersionId(file.group(2))))
                : Optional.empty();
    }

    @Override
    public void discardUnfinished(Predicate<StoredVersion> beingWritten) {
        calls.uploads(calls.address().keyPrefix()).forEach((upload, key) -> {
            if (version(key).filter(beingWritten.negate()).isPresent()) {
                calls.abort(key, upload);
            }
        });
    }

    @Override
    public RuntimeException failed(String what, IOException e) {
        return new IngestionException(
                IngestionErrorType.INTERNAL_SERVICE_ERROR, "cannot " + what + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        s3.close();
    }
}
