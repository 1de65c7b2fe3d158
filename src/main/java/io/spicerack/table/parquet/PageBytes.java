package io.spicerack.table.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;

/** The content of a page while it is made, little-endian as Parquet is; reused from page to page. Not thread-safe. */
final class PageBytes {
    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] data = new byte[1 << 12];
    private int length;

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    /** The content, without a copy: valid until the next change. */
    BytesInput input() {
        return BytesInput.from(data, 0, length);
    }

    /** Makes room for so many bytes more, and a little for a next page that is larger. */
    void reserve(long count) {
        long needed = length + count;
        if (needed > data.length) {
            data = Arrays.copyOf(data, (int) Math.min(Integer.MAX_VALUE - 16L, needed + needed / 16));
        }
    }

    void putByte(int value) {
        int at = room(1);
        data[at] = (byte) value;
    }

    void putInt(int value) {
        int at = room(Integer.BYTES);
        INTS.set(data, at, value);
    }

    void setInt(int position, int value) {
        INTS.set(data, position, value);
    }

    void putVarInt(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            putByte((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        putByte(rest);
    }

    void put(byte[] source, int offset, int count) {
        int at = room(count);
        System.arraycopy(source, offset, data, at, count);
    }

    /** A length, then so many bytes. */
    void putPrefixed(byte[] source, int offset, int count) {
        int at = room(count + Integer.BYTES);
        INTS.set(data, at, count);
        System.arraycopy(source, offset, data, at + Integer.BYTES, count);
    }

    /** The low four bytes of each value. */
    void putInts(long[] values, int count) {
        int at = room(Math.multiplyExact(count, Integer.BYTES));
        for (int i = 0; i < count; i++) {
            INTS.set(data, at + i * Integer.BYTES, (int) values[i]);
        }
    }

    void putLongs(long[] values, int count) {
        int at = room(Math.multiplyExact(count, Long.BYTES));
        for (int i = 0; i < count; i++) {
            LONGS.set(data, at + i * Long.BYTES, values[i]);
        }
    }

    /** The lowest bit of each value, eight to a byte, the first one lowest. */
    void putBits(long[] values, int count) {
        int at = room((count + 7) / 8);
        Arrays.fill(data, at, length, (byte) 0);
        for (int i = 0; i < count; i++) {
            data[at + (i >> 3)] |= (byte) ((values[i] & 1) << (i & 7));
        }
    }

    /** Makes {@code count} bytes of room at the end, maybe in another array, and returns where they begin. */
    private int room(int count) {
        int at = length;
        length = Math.addExact(at, count);
        if (length > data.length) {
            data = Arrays.copyOf(data, (int) Math.min(Integer.MAX_VALUE - 16L, Math.max(length, data.length * 2L)));
        }
        return at;
    }
}
