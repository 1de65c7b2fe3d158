package io.spicerack.store;

import io.spicerack.envelope.FileKey;
import io.spicerack.envelope.GeneratedKey;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.Arn;
import io.spicerack.model.Sha256;
import io.spicerack.model.SourceSnapshot;
import io.spicerack.table.Schema;
import io.spicerack.table.hash.HashableRowGroups;
import io.spicerack.table.parquet.Compression;
import io.spicerack.table.parquet.DecoderMemory;
import io.spicerack.table.parquet.EncoderMemory;
import io.spicerack.table.parquet.SealedOutput;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A version in the making: parts are written, then it is sealed, then kept. Closing it before {@link #keep()} deletes all
 * of it. Parts may be written by several threads, one thread each; {@code seal}, {@code keep} and {@code close} belong to
 * one owner.
 */
public final class StagedVersion implements AutoCloseable {
    private static final int KEK_ID_LENGTH = 16;

    private final VersionPlaces places;
    private final VersionPlace place;
    private final Arn dataSet;
    private final StoredVersion id;
    private final Schema schema;
    private final GeneratedKey key;
    private final Compression compression;
    private final Clock clock;
    private final Runnable whenClosed;
    private final byte[] kekId = new byte[KEK_ID_LENGTH];
    private final List<SealedFile> files = new ArrayList<>();
    private final List<PartWriter> open = new ArrayList<>();
    private Optional<SourceSnapshot> source = Optional.empty();
    private int rowGroupsPerFile = PartWriter.MAX_ROW_GROUPS;
    private Consumer<SealedFile> whenFinished = file -> {};
    private int nextPart;
    private boolean sealed;
    private boolean kept;
    private boolean closed;

    StagedVersion(VersionPlaces places, Staging staging, SecureRandom random, Clock clock, Runnable whenClosed) {
        this.places = places;
        this.place = staging.place();
        this.dataSet = staging.dataSet();
        this.id = staging.id();
        this.schema = staging.schema();
        this.key = staging.key();
        this.compression = staging.compression();
        this.clock = clock;
        this.whenClosed = whenClosed;
        random.nextBytes(kekId);
    }

    /** What a version is staged from. */
    record Staging(
            VersionPlace place,
            Arn dataSet,
            StoredVersion id,
            Schema schema,
            GeneratedKey key,
            Compression compression) {}

    public Schema schema() {
        return schema;
    }

    /** Says which state of which database the rows are from: the manifest keeps it. */
    public synchronized void readFrom(SourceSnapshot snapshot) {
        source = Optional.of(snapshot);
    }

    /**
     * From now on a file ends after so many row groups, and {@code finished} hears of each on the thread that wrote it, when
     * it is stored. Before the first part.
     */
    public synchronized void watchFiles(int rowGroups, Consumer<SealedFile> finished) {
        rowGroupsPerFile = Math.min(rowGroups, PartWriter.MAX_ROW_GROUPS);
        whenFinished = finished;
    }

    /**
     * The rows of a finished file, from where it lies, under the key that its manifest will give a reader. Any thread may; the data
     * key must stay open meanwhile.
     *
     * @param memory for no other file until the rows are closed
     */
    public HashableRowGroups readBack(SealedFile file, DecoderMemory memory) throws TamperedException {
        OpenFile open = OpenFile.open(place, "staged version " + id, file, key.plaintext(), kekId);
        return new FileReader(
                new VersionReader(id.toString(), schema, List.of(open), List.of(), () -> {}, memory), open);
    }

    /** A new part; any number may be open at a time. */
    public synchronized PartWriter openPart() {
        if (sealed || closed) {
            throw new IllegalStateException(
                    "version " + id + " is " + (closed ? "closed" : "sealed") + "; no part can be added");
        }
        PartWriter part = new PartWriter(
                id.toString(), places, new EncoderMemory(schema), rowGroupsPerFile, this::newFile, this::finished);
        open.add(part);
        return part;
    }

    /** Waits until all is stored, and writes the manifest. All parts must be finished; no rows at all is a version too. */
    public synchronized SealedVersion seal() {
        if (sealed || closed || !open.isEmpty()) {
            throw new IllegalStateException("version " + id + " cannot be sealed: "
                    + (closed ? "it is closed" : sealed ? "it is sealed" : open.size() + " parts are not finished"));
        }
        try {
            if (files.isEmpty()) {
                try (PartFile empty = newFile(new EncoderMemory(schema))) {
                    empty.finish();
                }
            }
            files.sort(Comparator.comparing(SealedFile::name));
            long rows = files.stream().mapToLong(SealedFile::rows).sum();
            String kek = Base64.getEncoder().encodeToString(kekId);
            byte[] content = new ManifestJson().write(new Manifest(clock.instant(), source, kek, schema, rows, files));
            byte[] message =
                    key.plaintext().seal(content, ManifestFile.aad(ManifestFile.FORMAT, dataSet, id.version()));
            String text = Base64.getEncoder().encodeToString(message);
            byte[] json = new ManifestFile(ManifestFile.FORMAT, dataSet, id.version(), key.wrapped(), text).json();
            long bytes =
                    json.length + files.stream().mapToLong(SealedFile::bytes).sum();
            for (SealedFile file : files) {
                byte[] material = KeyMaterialFile.write(key.wrapped(), kek, file.wrappedKey());
                place.write(KeyMaterialFile.fileName(file.name()), material);
                bytes += material.length;
            }
            place.write(ManifestFile.NAME, json);
            place.settle();
            sealed = true;
            return new SealedVersion(id.version(), key.wrapped(), rows, bytes, Sha256.hex(json), files);
        } catch (IOException e) {
            throw places.failed("seal version " + id + " in " + place, e);
        }
    }

    public synchronized boolean isSealed() {
        return sealed;
    }

    /** Lets the sealed version stay when this is closed: called once the catalog has made it current. */
    public synchronized void keep() {
        if (!sealed || closed) {
            throw new IllegalStateException(
                    "version " + id + " cannot be kept: it is " + (closed ? "closed" : "not sealed"));
        }
        kept = true;
    }

    /** Deletes the version unless it was kept; idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            List.copyOf(open).forEach(PartWriter::close);
            if (!kept) {
                place.deleteAll();
            }
        } catch (IOException e) {
            throw places.failed("delete the discarded version " + id + " in " + place, e);
        } finally {
            whenClosed.run();
        }
    }

    private synchronized PartFile newFile(EncoderMemory memory) throws IOException {
        if (closed) {
            throw new IllegalStateException("version " + id + " is closed; its refresh was discarded");
        }
        places.checkFree();
        String name = String.format(Locale.ROOT, "part-%05d.parquet", nextPart++);
        SealedOutput target = place.create(name);
        FileKey fileKey = key.plaintext().newFileKey(kekId);
        return new PartFile(name, target, fileKey, compression, memory, this::add);
    }

    private void add(SealedFile file) {
        synchronized (this) {
            files.add(file);
        }
        whenFinished.accept(file);
    }

    private synchronized void finished(PartWriter part) {
        open.remove(part);
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
