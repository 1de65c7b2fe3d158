package io.spicerack.store;

import io.spicerack.table.RowGroup;
import io.spicerack.table.parquet.EncoderMemory;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one stream of row groups into a version, in as many files as it takes. Without {@link #finish()} the version
 * cannot be sealed. A full disk is an {@code IngestionException}. Not thread-safe: one thread per part.
 */
public final class PartWriter implements AutoCloseable {
    /** The most row groups of a file (docs/format.md). */
    static final int MAX_ROW_GROUPS = 512;

    /** Where the next of its files comes from. */
    interface Files {
        PartFile next(EncoderMemory memory) throws IOException;
    }

    private final String version;
    private final VersionPlaces places;
    private final EncoderMemory memory;
    private final int rowGroupsPerFile;
    private final Files files;
    private final Consumer<PartWriter> whenDone;
    private @Nullable PartFile file;
    private long finishedBytes;
    private boolean done;

    /** @param whenDone hears that all of it is stored */
    PartWriter(
            String version,
            VersionPlaces places,
            EncoderMemory memory,
            int rowGroupsPerFile,
            Files files,
            Consumer<PartWriter> whenDone) {
        this.version = version;
        this.places = places;
        this.memory = memory;
        this.rowGroupsPerFile = rowGroupsPerFile;
        this.files = files;
        this.whenDone = whenDone;
    }

    /** Bytes written so far, without the end of the file that is being written. */
    public long bytes() {
        return finishedBytes + (file == null ? 0 : file.bytes());
    }

    /** Encodes and writes {@code group}, which may be reused when this returns. */
    public void write(RowGroup group) {
        checkOpen();
        if (group.rows() == 0) {
            return;
        }
        places.checkFree();
        try {
            if (file == null) {
                file = files.next(memory);
            }
            file.write(group);
            if (file.rowGroups() >= rowGroupsPerFile) {
                finishFile();
            }
        } catch (IOException e) {
            throw places.failed("write a part of version " + version, e);
        }
    }

    /** Waits until all rows are stored; nothing can be written afterwards. */
    public void finish() {
        checkOpen();
        try {
            finishFile();
            done = true;
            whenDone.accept(this);
        } catch (IOException e) {
            throw places.failed("finish a part of version " + version, e);
        }
    }

    private void finishFile() throws IOException {
        if (file != null) {
            file.finish();
            finishedBytes += file.bytes();
            file = null;
        }
    }

    private void checkOpen() {
        if (done) {
            throw new IllegalStateException("this part of version " + version + " is finished or closed");
        }
    }

    /** Stops writing; a part that is not finished keeps its version from being sealed. Idempotent. */
    @Override
    public void close() {
        done = true;
        try {
            if (file != null) {
                file.close();
                file = null;
            }
        } catch (IOException e) {
            throw places.failed("close a part of version " + version, e);
        }
    }
}
