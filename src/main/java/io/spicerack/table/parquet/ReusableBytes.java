package io.spicerack.table.parquet;

/** An array that is used again and again, and grows. Not thread-safe. */
final class ReusableBytes {
    private byte[] bytes = {};

    /** At least {@code size} bytes, whatever is in them; good until the next call. */
    byte[] atLeast(int size) {
        if (bytes.length < size) {
            bytes = new byte[size];
        }
        return bytes;
    }
}
