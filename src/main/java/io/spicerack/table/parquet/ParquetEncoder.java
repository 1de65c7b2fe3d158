package io.spicerack.table.parquet;

import io.spicerack.envelope.FileKey;
import io.spicerack.table.RowGroup;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.crypto.FileEncryptionProperties;
import org.apache.parquet.crypto.ParquetCipher;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes row groups to one sealed Parquet file (docs/format.md); at most one row group is in memory. Closing without
 * {@link #finish()} leaves an unusable file that the caller deletes. Not thread-safe.
 */
public final class ParquetEncoder implements AutoCloseable {
    /** Key of the format version in a file's key-value metadata. */
    static final String FORMAT_KEY = "spicerack.format";

    /** The format that docs/format.md describes. */
    static final String FORMAT = "1";

    private final SealedOutput target;
    private final DigestingOutput output;
    private final @Nullable FileEncryptionProperties encryption;
    private final ParquetFileWriter writer;
    private final ParquetProperties properties = ParquetProperties.builder().build();
    private final EncoderMemory memory;
    private final ZstdCodec codec;
    private long rows;
    private int rowGroups;
    private boolean closed;

    /**
     * @param target a new file; closed with this encoder
     * @param key the file's key: used here only, the caller closes it
     * @param keyMetadata how another program gets the key; stored in the clear
     * @param memory of the file's table; no other file's until this is closed
     */
    public ParquetEncoder(
            SealedOutput target, FileKey key, byte[] keyMetadata, Compression compression, EncoderMemory memory)
            throws IOException {
        this(
                target,
                key.lend(bytes -> FileEncryptionProperties.builder(bytes)
                        .withAlgorithm(ParquetCipher.AES_GCM_V1)
                        .withFooterKeyMetadata(keyMetadata)
                        .build()),
                compression,
                memory);
    }

    /** Of a file that anybody can read who may open it: for answers that somebody has asked to have so. */
    public static ParquetEncoder inTheClear(SealedOutput target, Compression compression, EncoderMemory memory)
            throws IOException {
        return new ParquetEncoder(target, null, compression, memory);
    }

    private ParquetEncoder(
            SealedOutput target,
            @Nullable FileEncryptionProperties encryption,
            Compression compression,
            EncoderMemory memory)
            throws IOException {
        this.target = target;
        this.memory = memory;
        this.encryption = encryption;
        output = new DigestingOutput(target);
        codec = new ZstdCodec(compression, memory.page());
        writer = new ParquetFileWriter(
                output,
                memory.message(),
                ParquetFileWriter.Mode.CREATE,
                Long.MAX_VALUE,
                0,
                properties.getColumnIndexTruncateLength(),
                properties.getStatisticsTruncateLength(),
                false,
                encryption);
        writer.start();
    }

    public int rowGroups() {
        return rowGroups;
    }

    /** Bytes so far; the footer comes on top. */
    public long bytes() {
        return output.getPos();
    }

    /** Writes {@code group} as one Parquet row group; an empty one is left out. */
    public void write(RowGroup group) throws IOException {
        if (!group.schema().equals(memory.schema())) {
            throw new IllegalArgumentException("the row group has another schema than the file");
        }
        if (group.rows() == 0) {
            return;
        }
        try (ColumnChunkPageWriteStore pages = ColumnChunkPageWriteStore.builder()
                .withCompressorProvider(column -> codec)
                .withSchema(memory.message())
                .withAllocator(properties.getAllocator())
                .withColumnIndexTruncateLength(properties.getColumnIndexTruncateLength())
                .withPageWriteChecksumEnabled(false)
                .withFileEncryptor(writer.getEncryptor())
                .withRowGroupOrdinal(rowGroups)
                .build()) {
            writer.startBlock(group.rows());
            memory.encoder().encode(group, new OnePageStore(pages));
            pages.flushToFileWriter(writer);
            writer.endBlock();
        }
        rows += group.rows();
        rowGroups++;
    }

    /** Writes the footer and waits until all is stored; then this encoder is closed. */
    public EncodedFile finish() throws IOException {
        writer.end(encryption == null ? Map.of() : Map.of(FORMAT_KEY, FORMAT));
        String sha256 = output.complete();
        close();
        return new EncodedFile(output.getPos(), rows, rowGroups, sha256);
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        writer.abort();
        try (target) {
            writer.close();
        } finally {
            codec.release();
            if (encryption != null) {
                Arrays.fill(encryption.getFooterKey(), (byte) 0);
            }
        }
    }
}
