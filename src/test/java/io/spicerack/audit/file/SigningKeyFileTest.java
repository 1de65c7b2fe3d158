package io.spicerack.audit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@TakesLong
class SigningKeyFileTest {
    private final Path file;
    private final Path publicKeys;

    SigningKeyFileTest(@TempDir Path directory) {
        file = directory.resolve("signing-key");
        publicKeys = directory.resolve("public-keys.json");
    }

    @Test
    void theKeyIsItsOwnersAloneAndTheSameAfterAReopen() throws IOException {
        SigningKeyFile first = SigningKeyFile.open(file, new SecureRandom());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SigningKeyFile.open(file, new SecureRandom()).publicKey()).isEqualTo(first.publicKey());
    }

    @Test
    void aKeyThatOthersMayReadIsRefused() throws IOException {
        SigningKeyFile.open(file, new SecureRandom());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> SigningKeyFile.open(file, new SecureRandom()))
                .hasMessage("the key that signs digest files cannot be read from " + file
                        + ": its permissions are rw-r-----, and nobody but its owner may read it (chmod 600). Restore the"
                        + " file, or remove it for a new key: digest files that are signed already stay valid");
    }

    @Test
    void aRotationLeavesTheOldPublicKeyAndNotTheOldPrivateOne() throws IOException {
        SigningKeyFile key = SigningKeyFile.open(file, new SecureRandom());
        DigestKeys keys = new DigestKeys(publicKeys, Clock.systemUTC());
        DigestKey before = keys.use(key.publicKey());
        byte[] oldFile = Files.readAllBytes(file);

        key.rotate();
        DigestKey after = keys.use(key.publicKey());

        assertThat(Files.readAllBytes(file)).isNotEqualTo(oldFile);
        assertThat(keys.list())
                .extracting(DigestKey::fingerprint)
                .isEqualTo(List.of(before.fingerprint(), after.fingerprint()));
        assertThat(keys.list().get(0).validUntil()).isNotNull();
        assertThat(keys.list().get(1).validUntil()).isNull();
    }

    @Test
    void aFileWithoutPublicKeysIsRefusedWithWhatIsExpected() throws IOException {
        Files.writeString(publicKeys, "{}");

        assertThatThrownBy(() -> DigestKeys.read(publicKeys))
                .hasMessage(
                        "the public keys cannot be read from " + publicKeys + ": it has no PublicKeyList with a key in"
                                + " it. Expected is what 'spicerack audit public-keys' or 'aws cloudtrail list-public-keys' prints");
    }
}
