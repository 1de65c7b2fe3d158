package io.spicerack.store;

import io.spicerack.envelope.FileKey;
import io.spicerack.table.RowGroup;
import io.spicerack.table.parquet.Compression;
import io.spicerack.table.parquet.EncodedFile;
import io.spicerack.table.parquet.EncoderMemory;
import io.spicerack.table.parquet.ParquetEncoder;
import io.spicerack.table.parquet.SealedOutput;
import java.io.IOException;
import java.util.Base64;
import java.util.function.Consumer;

/** One file being written under its own key. Not thread-safe. */
final class PartFile implements AutoCloseable {
    private final String name;
    private final String wrappedKey;
    private final Consumer<SealedFile> finished;
    private final ParquetEncoder encoder;

    /** Takes over {@code target} and {@code key}; {@code finished} hears when the file is stored. */
    PartFile(
            String name,
            SealedOutput target,
            FileKey key,
            Compression compression,
            EncoderMemory memory,
            Consumer<SealedFile> finished)
            throws IOException {
        this.name = name;
        this.finished = finished;
        this.wrappedKey = Base64.getEncoder().encodeToString(key.wrapped());
        try (key) {
            encoder = new ParquetEncoder(target, key, KeyMaterialFile.reference(), compression, memory);
        } catch (IOException | RuntimeException e) {
            try (target) {
                throw e;
            }
        }
    }

    int rowGroups() {
        return encoder.rowGroups();
    }

    long bytes() {
        return encoder.bytes();
    }

    void write(RowGroup group) throws IOException {
        encoder.write(group);
    }

    void finish() throws IOException {
        EncodedFile file = encoder.finish();
        finished.accept(new SealedFile(name, file.bytes(), file.rows(), file.rowGroups(), file.sha256(), wrappedKey));
    }

    @Override
    public void close() throws IOException {
        encoder.close();
    }
}
