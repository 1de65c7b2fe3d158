package io.spicerack.table.parquet;

import io.spicerack.envelope.FileKey;
import io.spicerack.model.IngestionException;
import io.spicerack.table.RowGroup;
import io.spicerack.table.Schema;
import io.spicerack.table.UnknownColumnException;
import io.spicerack.table.hash.HashableRowGroups;
import io.spicerack.table.hash.TableHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.crypto.FileDecryptionProperties;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Reads one sealed Parquet file, a row group at a time, all columns or some. What does not authenticate under the key is
 * refused with {@link DamagedFileException}. Not thread-safe; {@link #close()} may come from another thread.
 */
public final class ParquetDecoder implements HashableRowGroups {
    private final SealedInput input;
    private final String name;
    private final ParquetFileReader reader;
    private final ZstdCodec codec;
    private final FileDecryptionProperties decryption;
    private final Schema fileSchema;
    private final Schema schema;
    private final MessageType message;
    private final ChunkRanges chunks;
    private final DecoderMemory memory;
    private int rowGroup;
    private volatile boolean closed;

    /**
     * Opens the footer.
     *
     * @param input the file; the caller closes it after this decoder
     * @param name names the file in messages
     * @param key the file's key: used here only, the caller closes it
     * @param columns what to read, in the file's order; none means all
     * @param memory for no other file until this is closed
     * @param footer of the file, where it was read before
     */
    public static ParquetDecoder open(
            SealedInput input,
            String name,
            FileKey key,
            List<String> columns,
            DecoderMemory memory,
            @Nullable ParquetFooter footer)
            throws IOException {
        FileDecryptionProperties decryption = key.lend(
                bytes -> FileDecryptionProperties.builder().withFooterKey(bytes).build());
        ZstdCodec codec = new ZstdCodec(Compression.DEFAULT, memory.page());
        try {
            ParquetReadOptions options = ReadOptions.of(codec, decryption, memory.rowGroup());
            ParquetInput file = new ParquetInput(input, name);
            ParquetFileReader reader =
                    footer == null ? new ParquetFileReader(file, options) : footer.open(file, options, decryption);
            return new ParquetDecoder(input, name, new Opened(reader, codec, decryption), columns, memory);
        } catch (IOException | RuntimeException e) {
            codec.release();
            Arrays.fill(decryption.getFooterKey(), (byte) 0);
            if (e instanceof UnknownColumnException || e instanceof IngestionException) {
                throw (RuntimeException) e;
            }
            throw new DamagedFileException("the footer of " + name + " does not open under the file's key", e);
        }
    }

    /** What a file is read with. */
    private record Opened(ParquetFileReader reader, ZstdCodec codec, FileDecryptionProperties decryption) {}

    private ParquetDecoder(SealedInput input, String name, Opened opened, List<String> columns, DecoderMemory memory) {
        this.input = input;
        this.name = name;
        this.reader = opened.reader();
        this.codec = opened.codec();
        this.decryption = opened.decryption();
        fileSchema = ParquetTypes.schema(reader.getFooter().getFileMetaData().getSchema());
        schema = columns.isEmpty() ? fileSchema : fileSchema.only(columns);
        message = ParquetTypes.message(schema);
        reader.setRequestedSchema(message);
        chunks = new ChunkRanges(reader.getFooter().getBlocks(), message);
        this.memory = memory;
    }

    /** The footer, for others who read the file. */
    public ParquetFooter footer() throws IOException {
        return ParquetFooter.of(reader.getFooter(), input);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    /** All columns of the file, whichever are read. */
    public Schema fileSchema() {
        return fileSchema;
    }

    /** Rows of the file, as its footer says. */
    public long rows() {
        return reader.getRecordCount();
    }

    public int rowGroups() {
        return reader.getFooter().getBlocks().size();
    }

    /**
     * Appends a row for each row group: its place, then the least and the most value of each column, as the footer has them.
     *
     * @param columns some of the file's
     * @param first the place of the first row group
     */
    public void bounds(Schema columns, int first, RowGroup bounds) {
        for (int i = 0; i < rowGroups(); i++) {
            bounds.longs(0).append(first + i);
            FooterBounds.append(reader.getFooter().getBlocks().get(i), fileSchema, columns, bounds, 1);
            bounds.endRow();
        }
    }

    @Override
    public boolean next(RowGroup group) {
        group.clear();
        if (!group.schema().equals(schema)) {
            throw new IllegalArgumentException("the row group has another schema than is read from " + name);
        }
        try {
            return next(pages -> memory.decoder().decode(pages, message, codec, group));
        } catch (RuntimeException e) {
            group.clear();
            throw e;
        }
    }

    /** Turns to a row group, whichever was read before, for {@link #slice}; returns how many rows it has. */
    public int turnTo(int place) {
        checkOpen();
        rowGroup = place;
        try {
            giveBackSlices();
            PageReadStore pages = reader.readRowGroup(place);
            memory.slices().begin(pages, message, schema, codec);
            return Math.toIntExact(pages.getRowCount());
        } catch (IOException | RuntimeException e) {
            throw problem(e);
        }
    }

    /** Rows of a row group, which none of its pages is opened for. */
    public int rows(int place) {
        return Math.toIntExact(reader.getFooter().getBlocks().get(place).getRowCount());
    }

    /**
     * Clears {@code group} and fills it with {@code count} rows of the row group, from {@code first} on: none that was passed
     * already.
     */
    public void slice(int first, int count, RowGroup group) {
        group.clear();
        checkOpen();
        try {
            memory.slices().read(first, count, group);
        } catch (RuntimeException e) {
            group.clear();
            throw problem(e);
        }
    }

    private void giveBackSlices() {
        PageReadStore pages = memory.slices().end();
        if (pages != null) {
            giveBack(pages);
        }
    }

    @Override
    public boolean next(TableHash hash) {
        return hash.isOfColumns()
                ? hash.addNext(this)
                : next(pages -> memory.hasher().add(pages, message, schema, hash));
    }

    private boolean next(Consumer<PageReadStore> taker) {
        checkOpen();
        try {
            input.expect(chunks.ofNext(rowGroup));
            boolean more = taken(reader.readNextRowGroup(), taker);
            rowGroup += more ? 1 : 0;
            return more;
        } catch (IOException | RuntimeException e) {
            throw problem(e);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the reader of " + name + " is closed");
        }
    }

    private boolean taken(@Nullable PageReadStore pages, Consumer<PageReadStore> taker) {
        if (pages == null) {
            return false;
        }
        taker.accept(pages);
        giveBack(pages);
        return true;
    }

    /** The reader would keep a row group until the file is closed, which another thread may do at the same time. */
    private synchronized void giveBack(PageReadStore pages) {
        pages.close();
    }

    private RuntimeException problem(Exception e) {
        if (closed) {
            return new IllegalStateException("the reader of " + name + " was closed while it read", e);
        }
        if (e instanceof IngestionException unanswered) {
            return unanswered;
        }
        if (e instanceof IOException io && !input.isOpen()) {
            return new UncheckedIOException(io);
        }
        return new DamagedFileException("row group " + rowGroup + " of " + name + " does not open under its key", e);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Arrays.fill(decryption.getFooterKey(), (byte) 0);
        try {
            closeReader();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + name, e);
        }
    }

    private synchronized void closeReader() throws IOException {
        reader.close();
    }
}
