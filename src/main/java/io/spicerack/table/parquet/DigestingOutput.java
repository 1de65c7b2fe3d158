package io.spicerack.table.parquet;

import io.spicerack.model.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A file that parquet-java writes to, with its SHA-256 taken on the way. It never closes the channel. */
final class DigestingOutput extends PositionOutputStream implements OutputFile {
    private final FileChannel channel;
    private final Sha256 digest = new Sha256();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
    private long position;

    DigestingOutput(FileChannel channel) {
        this.channel = channel;
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
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /** Writes what is buffered and waits until the disk has it; the hex digest of the whole file. */
    String sync() throws IOException {
        flush();
        channel.force(true);
        return digest.hex();
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
