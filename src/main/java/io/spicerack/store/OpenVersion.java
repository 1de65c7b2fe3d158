package io.spicerack.store;

import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.SourceSnapshot;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import io.spicerack.table.parquet.DecoderMemory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A version whose manifest is authentic, open for reading. It holds each file and its key until it is closed. Not
 * thread-safe; {@link #close()} may come from another thread.
 */
public final class OpenVersion implements AutoCloseable {
    private final String name;
    private final Manifest manifest;
    private final List<OpenFile> files;

    private OpenVersion(String name, Manifest manifest, List<OpenFile> files) {
        this.name = name;
        this.manifest = manifest;
        this.files = List.copyOf(files);
    }

    static OpenVersion open(VersionPlace place, String name, Manifest manifest, DataKey key) throws TamperedException {
        byte[] kekId = Base64.getDecoder().decode(manifest.kekId());
        List<OpenFile> files = new ArrayList<>();
        OpenVersion version;
        boolean whole = false;
        try {
            for (SealedFile file : manifest.files()) {
                files.add(OpenFile.open(place, name, file, key, kekId));
            }
            version = new OpenVersion(name, manifest, files);
            whole = true;
        } finally {
            if (!whole) {
                files.forEach(OpenFile::close);
            }
        }
        return version;
    }

    public Schema schema() {
        return manifest.schema();
    }

    public long rows() {
        return manifest.rows();
    }

    public Instant sealedAt() {
        return manifest.sealedAt();
    }

    /** The state of the database that the rows are from; empty where they came from elsewhere. */
    public Optional<SourceSnapshot> source() {
        return manifest.source();
    }

    public List<SealedFile> files() {
        return manifest.files();
    }

    /**
     * All rows, once. What does not authenticate is a {@code DamagedFileException}.
     *
     * @param check runs before each row group is handed out; what it throws cuts the reader
     */
    public RowGroups read(Runnable check) {
        return read(check, List.of());
    }

    /** As {@link #read(Runnable)}, some columns only, in the table's order; none means all. */
    public RowGroups read(Runnable check, List<String> columns) {
        return new VersionReader(name, manifest.schema(), files, columns, check, new DecoderMemory());
    }

    /**
     * Its files with their keys, to be read in another process of this machine; empty where they lie elsewhere. They are good
     * while this is open.
     */
    public Optional<List<LentFile>> lent() {
        List<LentFile> lent = new ArrayList<>();
        for (OpenFile file : files) {
            file.path().ifPresent(path -> lent.add(new LentFile(path, file.name(), file.sealed(), file.key())));
        }
        return lent.size() == files.size() ? Optional.of(lent) : Optional.empty();
    }

    /** Reads all files and compares their SHA-256 with the manifest's. */
    public void verify() throws TamperedException {
        for (OpenFile file : files) {
            file.verify();
        }
    }

    @Override
    public void close() {
        files.forEach(OpenFile::close);
    }
}
