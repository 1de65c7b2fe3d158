package io.spicerack.store;

import io.spicerack.table.RowGroup;
import io.spicerack.table.Schema;
import io.spicerack.table.parquet.DecoderMemory;
import io.spicerack.table.parquet.ParquetDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Reads the row groups of one file in any order. One thread; {@link #close()} may come from another. */
public final class LentReader implements AutoCloseable {
    private final OpenFile file;
    private final ParquetDecoder decoder;

    private LentReader(OpenFile file, ParquetDecoder decoder) {
        this.file = file;
        this.decoder = decoder;
    }

    static LentReader open(OpenFile file, Schema whole, List<String> columns) {
        try {
            return new LentReader(file, file.decoder(whole, columns, new DecoderMemory()));
        } catch (RuntimeException e) {
            closeChannel(file);
            throw e;
        }
    }

    /** Clears {@code group} and fills it with one row group of the file. */
    public void read(int rowGroup, RowGroup group) {
        decoder.read(rowGroup, group);
    }

    /** Appends what the footer says of each row group, as {@link ParquetDecoder#bounds} does. */
    public void bounds(Schema columns, int first, RowGroup bounds) {
        decoder.bounds(columns, first, bounds);
    }

    /** The key is not its own. */
    @Override
    public void close() {
        decoder.close();
        closeChannel(file);
    }

    private static void closeChannel(OpenFile file) {
        try {
            file.input().close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file.name(), e);
        }
    }
}
