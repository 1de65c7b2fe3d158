package io.spicerack.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A text that must not be seen, such as a password. It prints itself redacted and is wiped on close. Not thread-safe:
 * one owner uses and closes it.
 */
public final class Secret implements AutoCloseable {
    private final byte[] utf8;
    private boolean closed;

    private Secret(byte[] utf8) {
        this.utf8 = utf8;
    }

    public static Secret of(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Lends the text to {@code use}; drivers want a String, so a copy of it lives until it is collected. */
    public <T> T reveal(Function<String, T> use) {
        if (closed) {
            throw new IllegalStateException("this secret is closed");
        }
        return use.apply(new String(utf8, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        Arrays.fill(utf8, (byte) 0);
        closed = true;
    }

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}
