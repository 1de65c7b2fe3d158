package io.spicerack.store;

import io.spicerack.table.RowGroup;
import io.spicerack.table.Schema;
import io.spicerack.table.parquet.DecoderMemory;
import io.spicerack.table.parquet.ParquetDecoder;
import io.spicerack.table.parquet.ParquetFooter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the row groups of one file in any order. One thread; {@link #close()} may come from another. */
public final class LentReader implements AutoCloseable {
    private final OpenFile file;
    private final ParquetDecoder decoder;

    private LentReader(OpenFile file, ParquetDecoder decoder) {
        this.file = file;
        this.decoder = decoder;
    }

    static LentReader open(OpenFile file, Schema whole, List<String> columns, @Nullable ParquetFooter footer) {
        try {
            return new LentReader(file, file.decoder(whole, columns, new DecoderMemory(), footer));
        } catch (RuntimeException e) {
            closeChannel(file);
            throw e;
        }
    }

    /** Turns to a row group, for {@link #slice}; returns how many rows it has. */
    public int turnTo(int rowGroup) {
        return decoder.turnTo(rowGroup);
    }

    /** As {@link #turnTo}, for who reads no column. */
    public int rows(int rowGroup) {
        return decoder.rows(rowGroup);
    }

    /** Clears {@code group} and fills it with some rows of the row group: none that was passed already. */
    public void slice(int first, int count, RowGroup group) {
        decoder.slice(first, count, group);
    }

    ParquetFooter footer() {
        try {
            return decoder.footer();
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("cannot read " + file.name(), e);
        }
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
