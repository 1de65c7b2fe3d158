package io.spicerack.store;

import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.FileKey;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.Sha256;
import io.spicerack.table.Schema;
import io.spicerack.table.parquet.DamagedFileException;
import io.spicerack.table.parquet.DecoderMemory;
import io.spicerack.table.parquet.ParquetDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;

/** A file of a sealed version, open for reading, with its key. */
record OpenFile(String name, SealedFile sealed, Path path, FileChannel channel, FileKey key) {
    static OpenFile open(Path directory, String version, SealedFile file, DataKey key, byte[] kekId)
            throws TamperedException {
        String name = "file " + file.name() + " of " + version;
        FileKey fileKey;
        try {
            fileKey = key.openFileKey(Base64.getDecoder().decode(file.wrappedKey()), kekId);
        } catch (TamperedException e) {
            throw new TamperedException("the key of " + name + " does not open under its data key", e);
        }
        return open(directory.resolve(file.name()), name, file, fileKey);
    }

    /** Opens it under its key, which it takes over. */
    static OpenFile open(Path path, String name, SealedFile file, FileKey fileKey) throws TamperedException {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            OpenFile open = new OpenFile(name, file, path, channel, fileKey);
            if (channel.size() != file.bytes()) {
                long size = channel.size();
                open.close();
                throw new TamperedException(name + " has " + size + " bytes; the manifest says " + file.bytes(), null);
            }
            return open;
        } catch (IOException e) {
            fileKey.close();
            throw new TamperedException(name + " cannot be opened, though the manifest names it", e);
        }
    }

    /** Opens its footer, which must say what the manifest says. The caller closes the decoder before the file. */
    ParquetDecoder decoder(Schema whole, List<String> columns, DecoderMemory memory) {
        try {
            ParquetDecoder opened = ParquetDecoder.open(channel, name, key, columns, memory);
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
            String digest = Sha256.hex(channel);
            if (!digest.equals(sealed.sha256())) {
                throw new TamperedException(
                        name + " has SHA-256 " + digest + "; the manifest says " + sealed.sha256(), null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    void close() {
        key.close();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + name, e);
        }
    }
}
