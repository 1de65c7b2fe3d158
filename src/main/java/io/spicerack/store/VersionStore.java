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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** All sealed versions in one directory (docs/format.md). Thread-safe; one process at a time owns the directory. */
public final class VersionStore {
    /** A manifest names some hundred files at most; more is not read into memory. */
    private static final long MAX_MANIFEST_BYTES = 16L << 20;

    private final Path root;
    private final SecureRandom random;
    private final Clock clock;
    private final DurableFiles disk;
    private final Compression compression;
    private final Set<StoredVersion> staged = ConcurrentHashMap.newKeySet();

    /**
     * @param root made when missing, for its owner alone
     * @param freeFloor bytes that must stay free on the store's disk; a refresh that would go below is refused
     * @param compression of new files
     */
    public VersionStore(Path root, SecureRandom random, Clock clock, long freeFloor, Compression compression) {
        this.root = root;
        this.random = random;
        this.clock = clock;
        this.disk = new DurableFiles(root, freeFloor);
        this.compression = compression;
    }

    /** Starts a version. {@code key} stays its caller's, and open until the version is sealed or closed. */
    public StagedVersion stage(Arn dataSet, DataSetId id, VersionId version, Schema schema, GeneratedKey key) {
        StoredVersion stored = new StoredVersion(id, version);
        disk.checkFree();
        Path directory = directory(stored);
        if (!staged.add(stored)) {
            throw new IllegalStateException("version " + stored + " is being staged already");
        }
        try {
            disk.directory(root.resolve(id.value()));
            disk.sync(root);
            disk.newDirectory(directory);
            disk.sync(root.resolve(id.value()));
        } catch (IOException e) {
            staged.remove(stored);
            throw disk.failed("create the directory " + directory + " for a new version", e);
        }
        StagedVersion.Staging staging = new StagedVersion.Staging(directory, dataSet, stored, schema, key, compression);
        return new StagedVersion(disk, staging, random, clock, () -> staged.remove(stored));
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
        return OpenVersion.open(directory(stored), name, manifest, key);
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

    /** Once the catalog names a rewrapped manifest: puts it and its key material in the place of the former ones. */
    public void finishRewrap(DataSetId id, VersionId version) throws TamperedException {
        rewrapping(new StoredVersion(id, version)).finish();
    }

    /** Ends a rewrap that a crash has interrupted: finishes it where the catalog names its manifest, else undoes it. */
    public void settleRewrap(DataSetId id, VersionId version, String manifestSha256) throws TamperedException {
        StoredVersion stored = new StoredVersion(id, version);
        try {
            if (Sha256.hex(readIfThere(stored, Rewrapping.PENDING)).equals(manifestSha256)) {
                rewrapping(stored).finish();
            }
            rewrapping(stored).discard();
        } catch (IOException e) {
            throw disk.failed("settle the rewrap of version " + stored, e);
        }
    }

    private Rewrapping rewrapping(StoredVersion stored) {
        return new Rewrapping(disk, stored, directory(stored));
    }

    /** The manifest that the catalog names, be it from a rewrap that is not finished yet. */
    private byte[] manifest(StoredVersion stored, String name, String manifestSha256) throws TamperedException {
        byte[] json = read(stored, ManifestFile.NAME);
        if (Sha256.hex(json).equals(manifestSha256)) {
            return json;
        }
        byte[] rewrapped = readIfThere(stored, Rewrapping.PENDING);
        if (Sha256.hex(rewrapped).equals(manifestSha256)) {
            return rewrapped;
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
        Path file = directory(stored).resolve(fileName);
        try {
            long size = Files.size(file);
            if (size > MAX_MANIFEST_BYTES) {
                throw new TamperedException(
                        "the manifest " + file + " has " + size + " bytes; at most " + MAX_MANIFEST_BYTES
                                + " are allowed",
                        null);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new TamperedException(
                    "the manifest of version " + stored.version() + " of data set " + stored.dataSet()
                            + " cannot be read from " + file,
                    e);
        }
    }

    /** Deletes a version; one that is gone already counts as deleted. */
    public void delete(DataSetId id, VersionId version) {
        Path directory = directory(new StoredVersion(id, version));
        try {
            DurableFiles.deleteTree(directory);
            Path parent = root.resolve(id.value());
            if (Files.isDirectory(parent)) {
                disk.sync(parent);
            }
        } catch (IOException e) {
            throw disk.failed("delete " + directory, e);
        }
    }

    /** Removes what is left of a data set without versions: its empty directory. */
    public void forget(DataSetId id) {
        try {
            Files.deleteIfExists(root.resolve(id.value()));
            disk.sync(root);
        } catch (DirectoryNotEmptyException e) {
            // another of the same id has begun already
        } catch (IOException e) {
            throw disk.failed("delete the directory of data set " + id, e);
        }
    }

    /** Deletes every version that is neither in {@code live} nor being staged here, and tells which. */
    public List<StoredVersion> sweep(Set<StoredVersion> live) {
        List<StoredVersion> swept = new ArrayList<>();
        for (StoredVersion version : versions()) {
            if (!live.contains(version) && !staged.contains(version)) {
                delete(version.dataSet(), version.version());
                swept.add(version);
            }
        }
        return swept;
    }

    /** All versions that have a directory, whole or not. */
    public List<StoredVersion> versions() {
        List<StoredVersion> versions = new ArrayList<>();
        for (String dataSet : directories(root)) {
            for (String version : directories(root.resolve(dataSet))) {
                versions.add(new StoredVersion(new DataSetId(dataSet), new VersionId(version)));
            }
        }
        return versions;
    }

    private Path directory(StoredVersion version) {
        return root.resolve(version.dataSet().value()).resolve(version.version().value());
    }

    /** Names of directories that may be ours; others are left alone. */
    private static List<String> directories(Path parent) {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .map(entry -> entry.getFileName().toString())
                    .filter(name -> name.matches("[A-Za-z0-9_-]{1,128}"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + parent, e);
        }
    }
}
