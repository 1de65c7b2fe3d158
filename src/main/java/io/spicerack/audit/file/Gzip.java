package io.spicerack.audit.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Whole files in memory, as gzip. */
public final class Gzip {
    /** Some times what a log file of the most records has: a few bytes may claim to be any number of them. */
    private static final int MOST_BYTES = 64 << 20;

    private Gzip() {}

    static byte[] compress(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    /** {@code IOException} where the bytes are no gzip, are cut off, or are more than a file of the trail has. */
    public static byte[] expand(byte[] compressed) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            byte[] content = gzip.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new IOException("it expands to more than " + MOST_BYTES + " bytes");
            }
            return content;
        }
    }
}
