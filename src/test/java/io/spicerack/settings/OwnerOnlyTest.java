package io.spicerack.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {
    private Path directory;

    @BeforeEach
    void empty(@TempDir Path temporary) {
        directory = temporary;
    }

    @Test
    void aFileAndTheDirectoriesMadeForItAreTheOwnersAlone() throws IOException {
        Path file = directory.resolve("new").resolve("env.sh");
        OwnerOnly.write(file, "secret");
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(directory.resolve("new"))).isEqualTo("rwx------");
        assertThat(file).hasContent("secret");
    }

    @Test
    void aFileThatOthersCouldReadIsReplaced() throws IOException {
        Path file = Files.writeString(directory.resolve("env.sh"), "old and longer");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        OwnerOnly.write(file, "new");
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(file).hasContent("new");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
