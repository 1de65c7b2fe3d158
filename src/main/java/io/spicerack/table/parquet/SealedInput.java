package io.spicerack.table.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of one stored file, read by position: several readers may share it. Thread-safe. */
public interface SealedInput extends AutoCloseable {
    /** Bytes of the whole file, as where it lies says. */
    long size() throws IOException;

    /** Takes bytes from {@code position} on, as many as there are at once; -1 at the end. */
    int read(ByteBuffer target, long position) throws IOException;

    boolean isOpen();

    @Override
    void close() throws IOException;

    /** All that is left in {@code target} from {@code position} on. */
    default void readFully(ByteBuffer target, long position) throws IOException {
        long next = position;
        while (target.hasRemaining()) {
            int count = read(target, next);
            if (count < 0) {
                throw new EOFException("the file ends " + target.remaining() + " bytes early");
            }
            next += count;
        }
    }
}
