package io.spicerack.store;

import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.GeneratedKey;
import io.spicerack.envelope.TamperedException;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.Sha256;
import io.spicerack.model.VersionId;
import io.spicerack.table.Schema;
import io.spicerack.table.parquet.Compression;
import io.spicerack.table.parquet.SealedInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** All sealed versions (docs/format.md), wherever they lie. Thread-safe; one process at a time owns them. */
public final class VersionStore {
    /** A manifest names some hundred files at most; more is not read into memory. */
    private static final long MAX_MANIFEST_BYTES = 16L << 20;

    /** Digits of a SHA-256. */
    private static final int DIGEST = 64;

    private final SecureRandom random;
    private final Clock clock;
    private final VersionPlaces places;
    private final Compression compression;
    private final Set<StoredVersion> staged = ConcurrentHashMap.newKeySet();

    /**
     * @param root made when missing, for its owner alone
     * @param freeFloor bytes that must stay free on the store's disk; a refresh that would go below is refused
     * @param compression of new files
     */
    public VersionStore(Path root, SecureRandom random, Clock clock, long freeFloor, Compression compression) {
        this(new DirectoryPlaces(root, new DurableFiles(root, freeFloor)), random, clock, compression);
    }

    /** @param places where they lie, in the end to be closed by whoever has made them */
    public VersionStore(VersionPlaces places, SecureRandom random, Clock clock, Compression compression) {
        this.places = places;
        this.random = random;
        this.clock = clock;
        this.compression = compression;
    }

    /** Starts a version. {@code key} stays its caller's, and open until the version is sealed or closed. */
    public StagedVersion stage(Arn dataSet, DataSetId id, VersionId version, Schema schema, GeneratedKey key) {
        StoredVersion stored = new StoredVersion(id, version);
        places.checkFree();
        VersionPlace place;
        if (!staged.add(stored)) {
            throw new IllegalStateException("version " + stored + " is being staged already");
        }
        try {
            place = places.begin(stored);
        } catch (IOException e) {
            staged.remove(stored);
            throw places.failed("create the directory " + places.of(stored) + " for a new version", e);
        }
        StagedVersion.Staging staging = new StagedVersion.Staging(place, dataSet, stored, schema, key, compression);
        return new StagedVersion(places, staging, random, clock, () -> staged.remove(stored));
    }

    /** The wrapped data key of a version: what KMS must open before {@link #open}. Nothing is authenticated yet. */
    public WrappedKey wrappedKey(DataSetId id, VersionId version) throws TamperedException {
        StoredVersion stored = new StoredVersion(id, version);
        return ManifestFile.parse(read(stored, ManifestFile.NAME), stored.toString())
                .key();
    }

    /**
     * Opens a version for reading. A version may be deleted while it is open: its readers go on.
     *
     * @param manifestSha256 digest that the catalog names
     * @param key the version's data key: used here only
     */
    public OpenVersion open(Arn dataSet, DataSetId id, VersionId version, String manifestSha256, DataKey key)
            throws TamperedException {
        StoredVersion stored = new StoredVersion(id, version);
        String name = "version " + version + " of data set " + dataSet;
        byte[] json = manifest(stored, name, manifestSha256);
        ManifestFile envelope = ManifestFile.parse(json, name);
        if (!envelope.dataSet().equals(dataSet) || !envelope.version().equals(version)) {
            throw new TamperedException(
                    "the manifest in the place of " + name + " is that of version " + envelope.version()
                            + " of data set " + envelope.dataSet(),
                    null);
        }
        Manifest manifest;
        try {
            manifest = new ManifestJson().read(key.open(envelope.message(), envelope.aad()));
        } catch (TamperedException | IOException | IllegalArgumentException e) {
            throw new TamperedException("the manifest of " + name + " does not open under its data key", e);
        }
        return OpenVersion.open(places.of(stored), name, manifest, key);
    }

    /**
     * Writes a version's manifest with its data key under another KMS key beside the one that it has. Readers take it from
     * the moment that the catalog names its digest; {@link #finishRewrap} ends the former one.
     *
     * @param manifestSha256 digest that the catalog names now
     */
    public RewrappedVersion rewrap(DataSetId id, VersionId version, String manifestSha256, WrappedKey key)
            throws TamperedException {
        StoredVersion stored = new StoredVersion(id, version);
        return rewrapping(stored).prepare(manifest(stored, "version " + stored, manifestSha256), key);
    }

    /**
     * Once the catalog names a rewrapped manifest: puts it and its key material in the place of the former ones. One of another process
     * is left alone.
     */
    public void finishRewrap(DataSetId id, VersionId version, String manifestSha256) throws TamperedException {
        rewrapping(new StoredVersion(id, version)).finish(Rewrapping.pending(manifestSha256));
    }

    /** Once the catalog does not name a rewrapped manifest, and never will. */
    public void discardRewrap(DataSetId id, VersionId version, String manifestSha256) {
        StoredVersion stored = new StoredVersion(id, version);
        try {
            places.of(stored).delete(Rewrapping.pending(manifestSha256));
        } catch (IOException e) {
            throw places.failed("discard a rewrap of version " + stored, e);
        }
    }

    /** Ends a rewrap that a crash has interrupted: finishes it where the catalog names its manifest, else undoes it. */
    public void settleRewrap(DataSetId id, VersionId version, String manifestSha256) throws TamperedException {
        StoredVersion stored = new StoredVersion(id, version);
        try {
            if (manifestSha256.length() == DIGEST) {
                // the second has the name that it had before two could be there
                for (String name : List.of(Rewrapping.pending(manifestSha256), Rewrapping.PENDING)) {
                    if (Sha256.hex(readIfThere(stored, name)).equals(manifestSha256)) {
                        rewrapping(stored).finish(name);
                    }
                }
            }
            rewrapping(stored).discard();
        } catch (IOException e) {
            throw places.failed("settle the rewrap of version " + stored, e);
        }
    }

    private Rewrapping rewrapping(StoredVersion stored) {
        return new Rewrapping(places, stored);
    }

    /** The manifest that the catalog names, be it from a rewrap that is not finished yet. */
    private byte[] manifest(StoredVersion stored, String name, String manifestSha256) throws TamperedException {
        byte[] json = read(stored, ManifestFile.NAME);
        if (Sha256.hex(json).equals(manifestSha256)) {
            return json;
        }
        for (String pending : List.of(Rewrapping.pending(manifestSha256), Rewrapping.PENDING)) {
            byte[] rewrapped = readIfThere(stored, pending);
            if (Sha256.hex(rewrapped).equals(manifestSha256)) {
                return rewrapped;
            }
        }
        // a rewrap that was finished between the two has put its manifest into the first one's place
        byte[] finished = read(stored, ManifestFile.NAME);
        String digest = Sha256.hex(finished);
        if (digest.equals(manifestSha256)) {
            return finished;
        }
        throw new TamperedException(
                "the manifest of " + name + " has SHA-256 " + digest + "; the catalog names " + manifestSha256, null);
    }

    private byte[] readIfThere(StoredVersion stored, String file) throws TamperedException {
        try {
            return read(stored, file);
        } catch (TamperedException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return new byte[0];
            }
            throw e;
        }
    }

    private byte[] read(StoredVersion stored, String fileName) throws TamperedException {
        VersionPlace place = places.of(stored);
        try (SealedInput file = place.open(fileName)) {
            long size = file.size();
            if (size > MAX_MANIFEST_BYTES) {
                throw new TamperedException(
                        "the manifest " + place.nameOf(fileName) + " has " + size + " bytes; at most "
                                + MAX_MANIFEST_BYTES + " are allowed",
                        null);
            }
            ByteBuffer content = ByteBuffer.allocate((int) size);
            file.readFully(content, 0);
            return content.array();
        } catch (IOException e) {
            throw new TamperedException(
                    "the manifest of version " + stored.version() + " of data set " + stored.dataSet()
                            + " cannot be read from " + place.nameOf(fileName),
                    e);
        }
    }

    /** Deletes a version; one that is gone already counts as deleted. */
    public void delete(DataSetId id, VersionId version) {
        StoredVersion stored = new StoredVersion(id, version);
        VersionPlace place = places.of(stored);
        try {
            place.deleteAll();
            places.settleDeleted(stored);
        } catch (IOException e) {
            throw places.failed("delete " + place, e);
        }
    }

    /** Removes what is left of a data set without versions: its empty directory. */
    public void forget(DataSetId id) {
        try {
            places.forget(id);
        } catch (IOException e) {
            throw places.failed("delete the directory of data set " + id, e);
        }
    }

    /**
     * Deletes every version that is neither in {@code live} nor being staged here, and tells which.
     *
     * @param elsewhere whether another process makes one, or has just made it: asked after it was found
     */
    public List<StoredVersion> sweep(Set<StoredVersion> live, Predicate<StoredVersion> elsewhere) {
        List<StoredVersion> swept = new ArrayList<>();
        for (StoredVersion version : versions()) {
            if (!live.contains(version) && !staged.contains(version) && !elsewhere.test(version)) {
                delete(version.dataSet(), version.version());
                swept.add(version);
            }
        }
        places.discardUnfinished(version -> staged.contains(version) || elsewhere.test(version));
        return swept;
    }

    /** All versions that have a place, whole or not. */
    public List<StoredVersion> versions() {
        return places.versions();
    }
}
