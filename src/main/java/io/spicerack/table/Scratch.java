package io.spicerack.table;

/** An array that is used again and again, and grows. Not thread-safe. */
public final class Scratch {
    private byte[] bytes = {};

    /** At least {@code size} bytes, whatever is in them; good until the next call. */
    public byte[] atLeast(int size) {
        if (bytes.length < size) {
            bytes = new byte[size];
        }
        return bytes;
    }
}
