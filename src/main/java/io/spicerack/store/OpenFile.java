package io.spicerack.store;

import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.FileKey;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.IngestionException;
import io.spicerack.model.Sha256;
import io.spicerack.table.parquet.SealedInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;

/** A file of a sealed version, open for reading, with its key. */
record OpenFile(String name, SealedFile sealed, SealedInput input, FileKey key) {
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
        try {
            SealedInput input = place.open(file.name());
            OpenFile open = new OpenFile(name, file, input, fileKey);
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
