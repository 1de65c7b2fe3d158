package io.spicerack.audit.file;

import io.spicerack.model.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/** A digest chain for tests that are about something else: one signing key for all of them, since making one takes a while. */
public final class TestDigests {
    public static final String BUCKET = "spicerack-audit-tests";

    private static final DigestSigner SIGNER = signer();

    private TestDigests() {}

    /** The public keys are kept in the directory. */
    public static DigestChain in(Path directory, Account account, Clock clock) {
        return signed(SIGNER, directory, account, clock);
    }

    /** With a signing key of its own in the directory, which a later process finds again. */
    public static DigestChain kept(Path directory, Account account, Clock clock) {
        DigestSigner signer = SigningKeyFile.open(directory.resolve("signing-key"), new SecureRandom());
        return signed(signer, directory, account, clock);
    }

    /** Signed as the test wants it. */
    public static DigestChain signed(DigestSigner signer, Path directory, Account account, Clock clock) {
        return new DigestChain(
                new TrailName(account, "spicerack", BUCKET),
                signer,
                new DigestKeys(directory.resolve("public-keys.json"), clock));
    }

    private static DigestSigner signer() {
        try {
            Path directory = Files.createTempDirectory("signing-key");
            directory.toFile().deleteOnExit();
            DigestSigner signer = SigningKeyFile.open(directory.resolve("key"), new SecureRandom());
            Files.delete(directory.resolve("key"));
            return signer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
