package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.settings.OwnerOnly;
import io.spicerack.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another user of the machine gets nothing from a directory that was there before Spicerack, and open to all. */
class DirectoryModesTest {
    @Test
    void aDataDirectoryThatWasOpenToOthersIsShut(@TempDir Path temporary) throws IOException {
        Path data = Files.createDirectory(temporary.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        OwnerOnly.directory(data);
        assertThat(mode(data)).isEqualTo("rwx------");
    }

    @Test
    void aDataDirectoryBehindALinkIsShutToo(@TempDir Path temporary) throws IOException {
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path link = Files.createSymbolicLink(temporary.resolve("data"), elsewhere);
        OwnerOnly.directory(link);
        assertThat(mode(elsewhere)).isEqualTo("rwx------");
    }

    @Test
    void whatBelongsToAllIsRefused() throws IOException {
        Path shared = Path.of("/tmp");
        String before = mode(shared);
        assertThat(before).as("mode of %s", shared).contains("rwxrwxrwx");
        assertThatThrownBy(() -> OwnerOnly.directory(shared))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("/tmp is open to others, rwxrwxrwx, and is shared")
                .hasMessageContaining("give it one of its own");
        assertThat(mode(shared)).isEqualTo(before);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
