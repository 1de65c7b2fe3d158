package io.spicerack.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, which every Java platform has: of what is there at once, or piece by piece. One thread uses an instance. */
public final class Sha256 {
    private static final int BUFFER = 1 << 18;

    private final MessageDigest digest = digest();

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(of(bytes));
    }

    /** Of the text in UTF-8. */
    public static String hex(String text) {
        return HexFormat.of().formatHex(of(text));
    }

    /** Of the whole file, wherever the channel stands, which it does not move. */
    public static String hex(FileChannel file) throws IOException {
        Sha256 sha256 = new Sha256();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long position = 0;
        for (int count = file.read(buffer, 0); count >= 0; count = file.read(buffer, position)) {
            position += count;
            sha256.update(buffer.flip());
            buffer.clear();
        }
        return sha256.hex();
    }

    public static byte[] of(byte[] bytes) {
        return digest().digest(bytes);
    }

    /** Of the text in UTF-8. */
    public static byte[] of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes all that is left in {@code bytes}. */
    public void update(ByteBuffer bytes) {
        digest.update(bytes);
    }

    /** Of all that it was given; it then begins anew. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
