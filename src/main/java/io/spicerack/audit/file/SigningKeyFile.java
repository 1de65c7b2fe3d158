package io.spicerack.audit.file;

import io.spicerack.model.KeyReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A signing key in a file that only its owner may read. One thread at a time. */
public final class SigningKeyFile implements DigestSigner {
    private static final int BITS = 2048;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path file;
    private final SecureRandom random;
    private RSAPrivateCrtKey key;

    private SigningKeyFile(Path file, SecureRandom random) throws IOException, GeneralSecurityException {
        this.file = file;
        this.random = random;
        this.key = Files.exists(file) ? read(file) : make(file, random);
    }

    /** Reads the key, or makes one where there is none. A file that others may read is refused. */
    public static SigningKeyFile open(Path file, SecureRandom random) {
        try {
            return new SigningKeyFile(file, random);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the key that signs digest files cannot be read from " + file + ": " + e.getMessage()
                            + ". Restore the file, or remove it for a new key: digest files that are signed already"
                            + " stay valid",
                    e);
        }
    }

    @Override
    public Optional<KeyReference> kmsKey() {
        return Optional.empty();
    }

    @Override
    public RSAPublicKey publicKey() {
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    @Override
    public byte[] sign(byte[] text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key, random);
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the signing key in " + file + " does not sign", e);
        }
    }

    /** The old private key is gone afterwards. */
    @Override
    public void rotate() {
        try {
            key = make(file, random);
        } catch (IOException e) {
            throw new UncheckedIOException("a new signing key cannot be written to " + file + ": " + e, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    private static RSAPrivateCrtKey read(Path file) throws IOException, GeneralSecurityException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(permissions)) {
            throw new IOException("its permissions are " + PosixFilePermissions.toString(permissions)
                    + ", and nobody but its owner may read it (chmod 600)");
        }
        return (RSAPrivateCrtKey)
                KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(file)));
    }

    private static RSAPrivateCrtKey make(Path file, SecureRandom random) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(BITS, random);
        RSAPrivateCrtKey fresh = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(fresh.getEncoded()));
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return fresh;
    }
}
