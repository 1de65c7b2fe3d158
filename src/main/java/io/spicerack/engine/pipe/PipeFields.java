package io.spicerack.engine.pipe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What a message holds, while it is read. What is not as it was written fails with a RuntimeException. One thread. */
public final class PipeFields {
    private final ByteBuffer at;

    public PipeFields(PipeMessage message) {
        at = ByteBuffer.wrap(message.content());
    }

    public boolean flag() {
        return at.get() != 0;
    }

    public int number() {
        return at.getInt();
    }

    public long longNumber() {
        return at.getLong();
    }

    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    public byte[] bytes() {
        byte[] value = new byte[checked(number())];
        at.get(value);
        return value;
    }

    public <T> List<T> list(Function<PipeFields, T> each) {
        int count = checked(number());
        List<T> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(each.apply(this));
        }
        return values;
    }

    /** No more than what is left: before there is room made for it. */
    private int checked(int count) {
        if (count < 0 || count > at.remaining()) {
            throw new IllegalArgumentException(
                    "a message says " + count + " where " + at.remaining() + " bytes are left");
        }
        return count;
    }

    /** The next {@code count} values of so many bytes each. */
    ByteBuffer take(int count, int width) {
        long wanted = (long) count * width;
        if (count < 0 || wanted > at.remaining()) {
            throw new IllegalArgumentException(
                    "a message says " + wanted + " bytes of values where " + at.remaining() + " are left");
        }
        ByteBuffer taken = at.slice(at.position(), (int) wanted);
        at.position(at.position() + (int) wanted);
        return taken;
    }

    ByteBuffer rest() {
        return at;
    }
}
