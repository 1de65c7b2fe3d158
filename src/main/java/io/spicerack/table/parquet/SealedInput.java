package io.spicerack.table.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The bytes of one stored file, read by position: several readers may share it. An {@code IOException} says that the file is not as
 * it was; where it lies somewhere that does not answer, an {@code IngestionException} says so. Thread-safe.
 */
public interface SealedInput extends AutoCloseable {
    /** Bytes that will be asked for. */
    record Range(long start, long length) {}

    /** Bytes of the whole file, as where it lies says. */
    long size() throws IOException;

    /** Takes bytes from {@code position} on, as many as there are at once; -1 at the end. */
    int read(ByteBuffer target, long position) throws IOException;

    boolean isOpen();

    /** Tells what will be read next, in this order: where bytes take long to come, they are asked for meanwhile. */
    default void expect(List<Range> next) {}

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
