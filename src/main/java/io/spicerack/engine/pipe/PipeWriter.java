package io.spicerack.engine.pipe;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Writes frames, each at once. Thread-safe. */
public final class PipeWriter implements AutoCloseable {
    static final int HEAD = 1 + Integer.BYTES + Integer.BYTES;

    /** As large as the buffer of a process's pipe, and of the copy that the JVM makes of what it writes. */
    private static final byte[] FILLER = new byte[8192 - HEAD - 1];

    private final OutputStream out;

    public PipeWriter(OutputStream out) {
        this.out = out;
    }

    public void write(PipeKind kind, int query) throws IOException {
        write(kind, query, new byte[0], 0);
    }

    public void write(PipeKind kind, int query, PipeContent content) throws IOException {
        write(kind, query, content.array(), content.length());
    }

    private synchronized void write(PipeKind kind, int query, byte[] content, int length) throws IOException {
        out.write(ByteBuffer.allocate(HEAD)
                .put((byte) kind.number())
                .putInt(query)
                .putInt(length)
                .array());
        out.write(content, 0, length);
        out.flush();
    }

    /** Writes what must not stay in a buffer on the way. The caller wipes {@code secret}. */
    public synchronized void writeSecret(PipeKind kind, int query, byte[] secret) throws IOException {
        write(kind, query, secret, secret.length);
        write(PipeKind.FILLER, query, FILLER, FILLER.length);
    }

    /** Closes the pipe. Not synchronized: whoever hangs in it is let go by this. */
    @Override
    public void close() throws IOException {
        out.close();
    }
}
