package io.spicerack.engine.pipe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads messages. One thread. */
public final class PipeReader {
    private static final int MOST = 256 << 20;

    private final InputStream in;
    private final byte[] head = new byte[PipeWriter.HEAD];

    public PipeReader(InputStream in) {
        this.in = in;
    }

    /** The next one; {@code EOFException} where the other side is gone. */
    public PipeMessage read() throws IOException {
        fill(head);
        ByteBuffer read = ByteBuffer.wrap(head);
        PipeKind kind = PipeKind.of(read.get());
        int query = read.getInt();
        int length = read.getInt();
        if (length < 0 || length > MOST) {
            throw new IOException("a message of " + length + " bytes; there are at most " + MOST);
        }
        byte[] content = new byte[length];
        fill(content);
        return new PipeMessage(kind, query, content);
    }

    private void fill(byte[] whole) throws IOException {
        if (in.readNBytes(whole, 0, whole.length) < whole.length) {
            throw new EOFException("the other side of the pipe is gone");
        }
    }
}
