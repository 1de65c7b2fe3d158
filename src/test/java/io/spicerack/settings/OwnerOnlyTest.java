package io.spicerack.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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

    @Test
    void aDirectoryThatCannotBeMadeIsToldInASentenceWithTheWayOut() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        for (Path wanted : List.of(file, file.resolve("below"), Path.of("/proc/spicerack"))) {
            assertThatThrownBy(() -> OwnerOnly.directory(wanted))
                    .as(wanted.toString())
                    .isInstanceOf(SettingsException.class)
                    .hasMessageStartingWith("directory " + wanted + " cannot be made: ")
                    .hasMessageContaining("name another one with --keep or spicerack.data-directory");
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
