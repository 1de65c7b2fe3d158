package io.spicerack.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Copies a file and tells what was copied. */
final class CopiedFiles {
    private CopiedFiles() {}

    /** {@code NoSuchFileException} where it is gone. */
    static BackedUpFile copy(Path from, Path root, String path) throws IOException {
        Path to = root.resolve(path);
        MessageDigest digest = sha256();
        long bytes;
        try (InputStream in = Files.newInputStream(from)) {
            Files.createDirectories(to.resolveSibling(""));
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(to), digest)) {
                bytes = in.transferTo(out);
            }
        }
        return new BackedUpFile(path, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
