package io.spicerack.table.parquet;

import io.spicerack.model.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A file that parquet-java writes to, with its SHA-256 taken on the way. It never closes the target. */
final class DigestingOutput extends PositionOutputStream implements OutputFile {
    private final SealedOutput target;
    private final Sha256 digest = new Sha256();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
    private long position;

    DigestingOutput(SealedOutput target) {
        this.target = target;
    }

    @Override
    public void write(int b) throws IOException {
        if (!buffer.hasRemaining()) {
            flush();
        }
        buffer.put((byte) b);
        position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int part = Math.min(buffer.remaining(), length - done);
            buffer.put(bytes, offset + done, part);
            done += part;
        }
        position += length;
    }

    @Override
    public void flush() throws IOException {
        buffer.flip();
        digest.update(buffer.duplicate());
        target.write(buffer);
        buffer.clear();
    }

    /** Writes what is buffered and waits until all is stored; the hex digest of the whole file. */
    String complete() throws IOException {
        flush();
        String sha256 = digest.hex();
        target.complete(sha256);
        return sha256;
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public void close() throws IOException {
        flush();
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return this;
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return this;
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }
}
