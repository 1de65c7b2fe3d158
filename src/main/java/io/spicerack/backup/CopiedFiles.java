package io.spicerack.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Copies a file and tells what was copied. */
final class CopiedFiles {
    private static final int PIECE = 1 << 16;

    private CopiedFiles() {}

    /** {@code NoSuchFileException} where it is gone. */
    static BackedUpFile copy(Path from, Path root, String path) throws IOException {
        return copy(from, root, path, Long.MAX_VALUE);
    }

    /**
     * A file and no link, which may lead to what is nobody's to copy.
     *
     * @param most bytes that are copied; what has more is longer than it was said to be
     */
    static BackedUpFile copy(Path from, Path root, String path, long most) throws IOException {
        Path to = root.resolve(path);
        MessageDigest digest = sha256();
        long bytes = 0;
        try (InputStream in = open(from)) {
            Files.createDirectories(to.resolveSibling(""));
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(to), digest)) {
                byte[] piece = new byte[PIECE];
                for (int read = in.read(piece); read >= 0 && bytes <= most; read = in.read(piece)) {
                    out.write(piece, 0, read);
                    bytes += read;
                }
            }
        }
        return new BackedUpFile(path, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /** Not through a link; in a ZIP file there are none. */
    static InputStream open(Path file) throws IOException {
        return file.getFileSystem().equals(FileSystems.getDefault())
                ? Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)
                : Files.newInputStream(file);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
