package io.spicerack.store;

import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.FileKey;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.IngestionException;
import io.spicerack.model.Sha256;
import io.spicerack.table.Schema;
import io.spicerack.table.parquet.ChannelInput;
import io.spicerack.table.parquet.DamagedFileException;
import io.spicerack.table.parquet.DecoderMemory;
import io.spicerack.table.parquet.ParquetDecoder;
import io.spicerack.table.parquet.ParquetFooter;
import io.spicerack.table.parquet.SealedInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of a sealed version, open for reading, with its key.
 *
 * @param path where it lies on this machine, if it does
 */
record OpenFile(String name, SealedFile sealed, Optional<Path> path, SealedInput input, FileKey key) {
    private static final int BUFFER = 1 << 18;

    /** What a look at the whole file asks for at a time. */
    private static final int AHEAD = 8 << 20;

    static OpenFile open(VersionPlace place, String version, SealedFile file, DataKey key, byte[] kekId)
            throws TamperedException {
        String name = "file " + file.name() + " of " + version;
        FileKey fileKey;
        try {
            fileKey = key.openFileKey(Base64.getDecoder().decode(file.wrappedKey()), kekId);
        } catch (TamperedException e) {
            throw new TamperedException("the key of " + name + " does not open under its data key", e);
        }
        return open(name, file, place.path(file.name()), () -> place.open(file.name()), fileKey);
    }

    /** Opens one that lies at {@code path} under its key, which it takes over. */
    static OpenFile open(Path path, String name, SealedFile file, FileKey fileKey) throws TamperedException {
        Opening opening = () -> new ChannelInput(FileChannel.open(path, StandardOpenOption.READ));
        return open(name, file, Optional.of(path), opening, fileKey);
    }

    private interface Opening {
        SealedInput open() throws IOException;
    }

    private static OpenFile open(String name, SealedFile file, Optional<Path> path, Opening opening, FileKey fileKey)
            throws TamperedException {
        try {
            SealedInput input = opening.open();
            OpenFile open = new OpenFile(name, file, path, input, fileKey);
            if (input.size() != file.bytes()) {
                long size = input.size();
                open.close();
                throw new TamperedException(name + " has " + size + " bytes; the manifest says " + file.bytes(), null);
            }
            return open;
        } catch (IOException e) {
            fileKey.close();
            throw new TamperedException(name + " cannot be opened, though the manifest names it", e);
        } catch (IngestionException e) {
            fileKey.close();
            throw e;
        }
    }

    /** Opens its footer, which must say what the manifest says. The caller closes the decoder before the file. */
    ParquetDecoder decoder(Schema whole, List<String> columns, DecoderMemory memory) {
        return decoder(whole, columns, memory, null);
    }

    /** As {@link #decoder(Schema, List, DecoderMemory)}, with the file's footer where one is known. */
    ParquetDecoder decoder(Schema whole, List<String> columns, DecoderMemory memory, @Nullable ParquetFooter footer) {
        try {
            ParquetDecoder opened = ParquetDecoder.open(input, name, key, columns, memory, footer);
            if (!opened.fileSchema().equals(whole)
                    || opened.rows() != sealed.rows()
                    || opened.rowGroups() != sealed.rowGroups()) {
                opened.close();
                throw new DamagedFileException(
                        name + " has " + opened.rows() + " rows in " + opened.rowGroups()
                                + " row groups, or other columns; the manifest says " + sealed.rows() + " rows in "
                                + sealed.rowGroups(),
                        null);
            }
            return opened;
        } catch (IOException e) {
            throw new DamagedFileException("cannot open " + name, e);
        }
    }

    void verify() throws TamperedException {
        try {
            String digest = digest();
            if (!digest.equals(sealed.sha256())) {
                throw new TamperedException(
                        name + " has SHA-256 " + digest + "; the manifest says " + sealed.sha256(), null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    private String digest() throws IOException {
        Sha256 sha256 = new Sha256();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long position = 0;
        int count;
        while ((count = next(buffer, position)) >= 0) {
            position += count;
            sha256.update(buffer.flip());
            buffer.clear();
        }
        return sha256.hex();
    }

    private int next(ByteBuffer buffer, long position) throws IOException {
        long block = position - position % AHEAD;
        input.expect(List.of(new SealedInput.Range(block, AHEAD), new SealedInput.Range(block + AHEAD, AHEAD)));
        return input.read(buffer, position);
    }

    void close() {
        key.close();
        try {
            input.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + name, e);
        }
    }
}
