package io.spicerack.pgwire.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that are put together, big-endian as the protocol is. Not thread-safe. */
public final class WireBytes {
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes;
    private int size;

    public WireBytes(int capacity) {
        bytes = new byte[capacity];
    }

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }

    public byte at(int place) {
        return bytes[place];
    }

    public boolean holds(byte[] other) {
        return Arrays.equals(bytes, 0, size, other, 0, other.length);
    }

    public byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    /** What was put together is its beginning: valid until more is put. */
    public byte[] array() {
        return bytes;
    }

    public WireBytes put(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public WireBytes putShort(int value) {
        setShort(skip(Short.BYTES), value);
        return this;
    }

    public WireBytes putInt(int value) {
        setInt(skip(Integer.BYTES), value);
        return this;
    }

    WireBytes putLong(long value) {
        int at = skip(Long.BYTES);
        LONGS.set(bytes, at, value);
        return this;
    }

    public void setInt(int at, int value) {
        INTS.set(bytes, at, value);
    }

    void setShort(int at, int value) {
        SHORTS.set(bytes, at, (short) value);
    }

    /** Makes room for bytes that are set afterwards, and returns where they begin. */
    int skip(int count) {
        room(count);
        size += count;
        return size - count;
    }

    WireBytes put(byte[] source, int offset, int count) {
        room(count);
        System.arraycopy(source, offset, bytes, size, count);
        size += count;
        return this;
    }

    public WireBytes put(byte[] source) {
        return put(source, 0, source.length);
    }

    public WireBytes putText(String text) {
        return put(text.getBytes(StandardCharsets.UTF_8));
    }

    public WireBytes put(WireBytes other) {
        return put(other.bytes, 0, other.size);
    }

    /** Letters below 128 alone. */
    WireBytes putAscii(CharSequence text) {
        int length = text.length();
        room(length);
        for (int i = 0; i < length; i++) {
            bytes[size + i] = (byte) text.charAt(i);
        }
        size += length;
        return this;
    }

    /** A text with a zero after it, which it has nowhere else. */
    public WireBytes putString(String text) {
        return putText(text.indexOf(0) < 0 ? text : text.replace("\0", "")).put(0);
    }

    private void room(int more) {
        long needed = (long) size + more;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16, Math.max(needed, bytes.length * 2L)));
        }
    }
}
