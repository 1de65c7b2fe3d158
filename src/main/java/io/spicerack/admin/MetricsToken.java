package io.spicerack.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Set;

/**
 * The token that opens {@code GET /metrics} and nothing else, and stays the same from start to start: whoever scrapes is given
 * its file, or brings one that the service may read.
 */
final class MetricsToken {
    private static final int LEAST_LENGTH = 32;
    private static final int MOST_LENGTH = 1024;

    private MetricsToken() {}

    /** Reads the file, or makes it for its owner alone; {@code IllegalStateException} says what is wrong with it. */
    static AccessToken open(Path file, SecureRandom random) {
        try {
            if (!Files.exists(file)) {
                OwnerFile.write(file, AccessToken.random(random).reveal());
            }
            refuseOpen(file);
            String text = Files.readString(file).strip();
            if (text.length() < LEAST_LENGTH
                    || text.length() > MOST_LENGTH
                    || text.chars().anyMatch(c -> c <= ' ')) {
                throw new IllegalStateException("the token of spicerack.management.metrics-token-file, " + file
                        + ", must be " + LEAST_LENGTH + " to " + MOST_LENGTH
                        + " characters without blanks; delete the file, and the next start makes one");
            }
            return AccessToken.of(text);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read " + file
                            + " (spicerack.management.metrics-token-file); give it to the user that Spicerack"
                            + " runs as, or to a group of its",
                    e);
        }
    }

    private static void refuseOpen(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.contains(PosixFilePermission.OTHERS_READ)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IllegalStateException("the token of spicerack.management.metrics-token-file, " + file
                    + ", is open to everybody on this machine; chmod 640 it, with the group of whoever scrapes");
        }
    }
}
