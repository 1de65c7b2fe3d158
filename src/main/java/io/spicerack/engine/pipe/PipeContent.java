package io.spicerack.engine.pipe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;

/** What a message holds, while it is written. One thread. */
public final class PipeContent {
    private byte[] bytes;
    private ByteBuffer at;

    public PipeContent() {
        bytes = new byte[512];
        at = ByteBuffer.wrap(bytes);
    }

    public PipeContent flag(boolean value) {
        room(1).put((byte) (value ? 1 : 0));
        return this;
    }

    public PipeContent number(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    public PipeContent number(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    public PipeContent text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public PipeContent bytes(byte[] value) {
        number(value.length);
        room(value.length).put(value);
        return this;
    }

    /** Bytes without their length. */
    PipeContent raw(byte[] source, int start, int length) {
        room(length).put(source, start, length);
        return this;
    }

    /** The next {@code count} bytes, to be filled at once. */
    ByteBuffer take(int count) {
        ByteBuffer next = room(count);
        ByteBuffer taken = next.slice(next.position(), count);
        next.position(next.position() + count);
        return taken;
    }

    /** How many there are, and each. */
    public <T> PipeContent list(Collection<T> values, BiConsumer<PipeContent, T> each) {
        number(values.size());
        values.forEach(value -> each.accept(this, value));
        return this;
    }

    /** Room for {@code count} bytes, to write them. */
    private ByteBuffer room(int count) {
        if (at.remaining() < count) {
            int written = at.position();
            long wanted = Math.max((long) written + count, bytes.length * 2L);
            bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.min(Integer.MAX_VALUE - 16, wanted)));
            at = ByteBuffer.wrap(bytes).position(written);
        }
        return at;
    }

    public int length() {
        return at.position();
    }

    /** What was written is its beginning. */
    byte[] array() {
        return bytes;
    }

    /** Forgets what was written, and keeps the memory. */
    public PipeContent clear() {
        at.clear();
        return this;
    }
}
