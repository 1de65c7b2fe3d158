package io.spicerack.envelope;

import java.util.Arrays;
import java.util.function.Function;

/** The random key of one sealed file, with its wrapped form. Wiped on close. Not thread-safe: one owner. */
public final class FileKey implements AutoCloseable {
    private final byte[] key;
    private final byte[] wrapped;
    private boolean closed;

    FileKey(byte[] key, byte[] wrapped) {
        this.key = key;
        this.wrapped = wrapped;
    }

    /** A key that another process of ours has handed over. Takes over {@code key}, which is wiped on close. */
    public static FileKey handed(byte[] key) {
        return new FileKey(key, new byte[0]);
    }

    /** This key sealed under its data key: it goes into the manifest and the file's key metadata. */
    public byte[] wrapped() {
        return wrapped.clone();
    }

    /** Lends a copy of the key bytes to {@code use}, which must not keep it; the copy is wiped when it returns. */
    public <T> T lend(Function<byte[], T> use) {
        if (closed) {
            throw new IllegalStateException("this file key is closed");
        }
        byte[] copy = key.clone();
        try {
            return use.apply(copy);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
        closed = true;
    }

    @Override
    public String toString() {
        return "FileKey[redacted]";
    }
}
