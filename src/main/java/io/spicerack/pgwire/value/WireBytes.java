package io.spicerack.pgwire.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that are put together, big-endian as the protocol is. Not thread-safe. */
public final class WireBytes {
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

    public WireBytes put(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public WireBytes putShort(int value) {
        room(2);
        bytes[size++] = (byte) (value >> 8);
        bytes[size++] = (byte) value;
        return this;
    }

    public WireBytes putInt(int value) {
        room(4);
        size += 4;
        setInt(size - 4, value);
        return this;
    }

    WireBytes putLong(long value) {
        return putInt((int) (value >> 32)).putInt((int) value);
    }

    public void setInt(int at, int value) {
        bytes[at] = (byte) (value >> 24);
        bytes[at + 1] = (byte) (value >> 16);
        bytes[at + 2] = (byte) (value >> 8);
        bytes[at + 3] = (byte) value;
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
