package io.spicerack.table.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the bytes of one new file, in order. Closing without {@link #complete} leaves nothing that anybody may read. One thread. */
public interface SealedOutput extends AutoCloseable {
    /** Takes all that is left in {@code bytes}. */
    void write(ByteBuffer bytes) throws IOException;

    /**
     * Waits until all of it is stored for good.
     *
     * @param sha256 of all bytes, hex
     */
    void complete(String sha256) throws IOException;

    @Override
    void close() throws IOException;
}
