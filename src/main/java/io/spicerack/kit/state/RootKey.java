package io.spicerack.kit.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The key that the local AWS's state is encrypted under at rest, from a file of mode 600. Thread-safe. */
public final class RootKey {
    static final String FILE = "root.key";

    /** How the names of files end that are sealed under it. */
    static final String ENDING = ".sealed";

    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final SecretKey key;
    private final SecureRandom random;

    RootKey(byte[] bytes, SecureRandom random) {
        this.key = new SecretKeySpec(bytes, "AES");
        this.random = random;
    }

    /** Reads the root key of {@code directory}, or makes one where there is neither a key nor any state. */
    public static RootKey in(Path directory, SecureRandom random) throws IOException {
        Path file = directory.resolve(FILE);
        if (Files.notExists(file)) {
            refuseOrphanedState(directory, file);
            byte[] fresh = new byte[AesGcm.KEY_LENGTH];
            random.nextBytes(fresh);
            DurableFile.write(file, fresh);
            Arrays.fill(fresh, (byte) 0);
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER.containsAll(permissions)) {
            throw new LocalAwsException(
                    "The root key file " + file + " can be used by others than its owner; chmod 600 it", null);
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length != AesGcm.KEY_LENGTH) {
            throw new LocalAwsException(
                    "The root key file " + file + " has " + bytes.length + " bytes, not " + AesGcm.KEY_LENGTH
                            + "; put back the right file, or empty the directory to begin anew",
                    null);
        }
        return new RootKey(bytes, random);
    }

    private static void refuseOrphanedState(Path directory, Path file) throws IOException {
        try (var files = Files.walk(directory)) {
            if (files.anyMatch(each -> each.toString().endsWith(ENDING))) {
                throw new LocalAwsException(
                        "The root key file " + file + " is missing, so the state beside it cannot be opened;"
                                + " put it back, or empty the directory to begin anew",
                        null);
            }
        }
    }

    /** Encrypts {@code plaintext} so that it opens only for the same {@code purpose}. */
    public byte[] seal(byte[] plaintext, String purpose) {
        return AesGcm.seal(key, plaintext, purpose.getBytes(StandardCharsets.UTF_8), random);
    }

    /** The plaintext, or null when the message was not sealed under this key for {@code purpose}. */
    public byte @Nullable [] open(byte[] message, String purpose) {
        return AesGcm.open(key, message, purpose.getBytes(StandardCharsets.UTF_8));
    }
}
