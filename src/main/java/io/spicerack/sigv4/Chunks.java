package io.spicerack.sigv4;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * A body in S3's aws-chunked encoding: chunks of {@code <hex length>[;chunk-signature=...]\r\n<bytes>\r\n}, the last one empty,
 * and after it the trailing headers. Not thread-safe.
 */
final class Chunks {
    private static final String SIGNATURE = ";chunk-signature=";
    private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";
    private static final String CHECKSUM = "x-amz-checksum-";

    private final byte[] body;
    private final @Nullable ChunkSignatures signatures;
    private int position;

    /** {@code signatures} is null where the chunks are not signed. */
    Chunks(byte[] body, @Nullable ChunkSignatures signatures) {
        this.body = body;
        this.signatures = signatures;
    }

    byte[] payload() {
        ByteArrayOutputStream payload = new ByteArrayOutputStream(body.length);
        byte[] chunk;
        do {
            chunk = next();
            payload.writeBytes(chunk);
        } while (chunk.length > 0);
        byte[] whole = payload.toByteArray();
        trailer(whole);
        return whole;
    }

    private byte[] next() {
        String head = line();
        int signed = head.indexOf(SIGNATURE);
        byte[] chunk = bytes(length(signed < 0 ? head : head.substring(0, signed)));
        if (signatures != null) {
            signatures.checkChunk(chunk, signed < 0 ? "" : head.substring(signed + SIGNATURE.length()));
        }
        return chunk;
    }

    private void trailer(byte[] payload) {
        StringBuilder lines = new StringBuilder();
        @Nullable String signature = null;
        while (position < body.length) {
            String line = line();
            int colon = line.indexOf(':');
            if (colon < 0) {
                continue;
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT).trim();
            String value = line.substring(colon + 1).trim();
            if (name.equals(TRAILER_SIGNATURE)) {
                signature = value;
            } else {
                lines.append(name).append(':').append(value).append('\n');
                checkSum(name, value, payload);
            }
        }
        if (signatures != null && (signature != null || lines.length() > 0)) {
            signatures.checkTrailer(lines.toString(), signature == null ? "" : signature);
        }
    }

    /** The two that AWS's clients send unasked; others are stored unchecked. */
    private static void checkSum(String name, String value, byte[] payload) {
        Checksum sum =
                switch (name) {
                    case CHECKSUM + "crc32" -> new CRC32();
                    case CHECKSUM + "crc32c" -> new CRC32C();
                    default -> null;
                };
        if (sum == null) {
            return;
        }
        sum.update(payload);
        int bits = (int) sum.getValue();
        byte[] bytes = {(byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits};
        if (!Base64.getEncoder().encodeToString(bytes).equals(value)) {
            throw new SignatureRefusedException(
                    "BadDigest", "The " + name + " you specified did not match the calculated checksum.");
        }
    }

    private String line() {
        for (int end = position; end + 1 < body.length; end++) {
            if (body[end] == '\r' && body[end + 1] == '\n') {
                String line = new String(body, position, end - position, StandardCharsets.UTF_8);
                position = end + 2;
                return line;
            }
        }
        throw incomplete();
    }

    private byte[] bytes(int length) {
        if (length > body.length - position) {
            throw incomplete();
        }
        byte[] bytes = Arrays.copyOfRange(body, position, position + length);
        position += length;
        // the empty chunk's line end is that of the trailer where there is one
        if (length > 0 && !line().isEmpty()) {
            throw incomplete();
        }
        return bytes;
    }

    private static int length(String hex) {
        try {
            int length = Integer.parseInt(hex, 16);
            if (length >= 0) {
                return length;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw incomplete();
    }

    private static SignatureRefusedException incomplete() {
        return new SignatureRefusedException(
                "IncompleteBody", "The request body is not in the aws-chunked encoding that its headers say.");
    }
}
