package io.spicerack.catalog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The rows of a table, counted and hashed as they pass, each value with its type and length. Not thread-safe. */
final class RowsDigest {
    private final MessageDigest digest;
    private long rows;

    RowsDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** @param values texts, whole numbers, truths (which are 0 or 1), bytes, or null */
    void row(@Nullable Object[] values) {
        rows++;
        for (@Nullable Object value : values) {
            if (value == null) {
                digest.update((byte) 'n');
            } else if (value instanceof byte[] bytes) {
                sized('b', bytes);
            } else if (value instanceof Boolean truth) {
                sized('i', String.valueOf(truth ? 1 : 0).getBytes(StandardCharsets.US_ASCII));
            } else {
                sized(value instanceof Number ? 'i' : 't', String.valueOf(value).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void sized(char type, byte[] bytes) {
        digest.update((byte) type);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }

    long rows() {
        return rows;
    }

    /** Ends it. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
