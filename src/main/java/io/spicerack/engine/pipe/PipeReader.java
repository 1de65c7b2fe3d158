package io.spicerack.engine.pipe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads messages. One thread. */
public final class PipeReader {
    private static final int MOST = 256 << 20;

    /** Keys are shorter, and come in messages of their own. */
    private static final int SMALL = 1 << 16;

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
        return new PipeMessage(kind, query, length <= SMALL ? small(length) : large(length));
    }

    /** In one array, of which no part is left behind: a key is wiped in place. */
    private byte[] small(int length) throws IOException {
        byte[] content = new byte[length];
        fill(content);
        return content;
    }

    /** As it comes: what is claimed takes no memory. */
    private byte[] large(int length) throws IOException {
        byte[] content = new byte[SMALL];
        int read = 0;
        while (read < length) {
            if (read == content.length) {
                content = Arrays.copyOf(content, (int) Math.min(length, 4L * content.length));
            }
            int count = in.read(content, read, Math.min(length, content.length) - read);
            if (count < 0) {
                throw gone();
            }
            read += count;
        }
        return content;
    }

    private void fill(byte[] whole) throws IOException {
        if (in.readNBytes(whole, 0, whole.length) < whole.length) {
            throw gone();
        }
    }

    private static EOFException gone() {
        return new EOFException("the other side of the pipe is gone");
    }
}
