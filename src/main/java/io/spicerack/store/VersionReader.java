package io.spicerack.store;

import io.spicerack.table.RowGroup;
import io.spicerack.table.Schema;
import io.spicerack.table.hash.HashableRowGroups;
import io.spicerack.table.hash.TableHash;
import io.spicerack.table.parquet.DecoderMemory;
import io.spicerack.table.parquet.ParquetDecoder;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the files of a version one after the other. Closing it closes none of the version's files. */
final class VersionReader implements HashableRowGroups {
    private final String version;
    private final Schema whole;
    private final Schema schema;
    private final Iterator<OpenFile> files;
    private final List<String> columns;
    private final Runnable check;
    private final DecoderMemory memory;
    private volatile @Nullable ParquetDecoder decoder;
    private volatile boolean closed;

    VersionReader(
            String version,
            Schema whole,
            List<OpenFile> files,
            List<String> columns,
            Runnable check,
            DecoderMemory memory) {
        this.version = version;
        this.whole = whole;
        this.schema = columns.isEmpty() ? whole : whole.only(columns);
        this.files = files.iterator();
        this.columns = List.copyOf(columns);
        this.check = check;
        this.memory = memory;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean next(RowGroup group) {
        group.clear();
        return next(current -> current.next(group));
    }

    @Override
    public boolean next(TableHash hash) {
        return next(current -> current.next(hash));
    }

    private boolean next(Predicate<ParquetDecoder> taker) {
        while (true) {
            check.run();
            if (closed) {
                throw new IllegalStateException("the reader of " + version + " is closed");
            }
            ParquetDecoder current = decoder;
            if (current != null && taker.test(current)) {
                return true;
            }
            if (!files.hasNext()) {
                return false;
            }
            if (current != null) {
                current.close();
            }
            decoder = files.next().decoder(whole, columns, memory);
        }
    }

    @Override
    public void close() {
        closed = true;
        ParquetDecoder current = decoder;
        if (current != null) {
            current.close();
        }
    }
}
