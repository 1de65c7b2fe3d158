package org.duckdb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.NullMarked;

/**
 * Reads the memory that a vector of texts refers to, in one call for many of them that lie end to end. It stands in the driver's
 * package, which reads one text a call. One thread.
 */
@NullMarked
public final class RawMemory {
    /** What stands for a text in a vector: its length, four bytes that are not looked at, and its address. */
    private final ByteBuffer text = ByteBuffer.allocateDirect(2 * Long.BYTES).order(ByteOrder.nativeOrder());

    /**
     * A copy of some bytes, of one text or of several.
     *
     * @param address of a text of more than 12 bytes, as a vector has it, whose chunk is good still
     */
    public byte[] read(long address, int length) {
        if (length <= Integer.BYTES * 3) {
            throw new IllegalArgumentException("a text of " + length + " bytes stands in its vector");
        }
        text.putInt(0, length).putLong(Long.BYTES, address);
        return DuckDBBindings.duckdb_vector_get_string(text, 0);
    }
}
