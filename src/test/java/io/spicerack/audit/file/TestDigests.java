package io.spicerack.audit.file;

import io.spicerack.model.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.time.Clock;

/** A digest chain for tests that are about something else, with a signing key that is there already: to make one takes a while. */
public final class TestDigests {
    public static final String BUCKET = "spicerack-audit-tests";

    /** The primes of a short key that everybody knows. */
    private static final BigInteger P = new BigInteger(
            "c473fe96eaa4e4f9a704921fc11b0fcbd797a91d4b541170cb786218f7dcad48"
                    + "d84f7004e25aaf17a83b1a3662f5e350802760152fabe1c1145c5bc54645ae33",
            16);

    private static final BigInteger Q = new BigInteger(
            "c1b8d52be798b443366311e8dd802864e9e7504c02ed6b1a1b99e7bd76befdcc"
                    + "7bf40692bd4eb91f3cb9bcce00f44df44af94136023c8441c967f0e2f148b53d",
            16);

    private static final DigestSigner SIGNER = signer();

    private TestDigests() {}

    /** The public keys are kept in the directory. */
    public static DigestChain in(Path directory, Account account, Clock clock) {
        return signed(SIGNER, directory, account, clock);
    }

    /** With a signing key in the directory, which a later process finds again, as it finds the one that this one rotates to. */
    public static DigestChain kept(Path directory, Account account, Clock clock) {
        return signed(openIn(directory), directory, account, clock);
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
            DigestSigner signer = openIn(directory);
            Files.delete(directory.resolve("signing-key"));
            return signer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DigestSigner openIn(Path directory) {
        Path file = directory.resolve("signing-key");
        try {
            if (Files.notExists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(file, privateKey());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
        return SigningKeyFile.open(file, new SecureRandom());
    }

    private static byte[] privateKey() throws GeneralSecurityException {
        BigInteger e = RSAKeyGenParameterSpec.F4;
        BigInteger beforeP = P.subtract(BigInteger.ONE);
        BigInteger beforeQ = Q.subtract(BigInteger.ONE);
        BigInteger d = e.modInverse(beforeP.multiply(beforeQ));
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateCrtKeySpec(
                        P.multiply(Q), e, d, P, Q, d.mod(beforeP), d.mod(beforeQ), Q.modInverse(P)))
                .getEncoded();
    }
}
