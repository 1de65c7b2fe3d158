package io.spicerack.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
    private static final String OWN = Long.toString(ProcessHandle.current().pid());

    private final Path file;

    DirectoryLockTest(@TempDir Path directory) {
        file = directory.resolve("data").resolve("lock");
    }

    @Test
    void aDirectoryIsTheOwnersOnlyAndNamesItsProcess() throws Exception {
        try (DirectoryLock lock = DirectoryLock.take(file)) {
            assertThat(lock).isNotNull();
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(Files.getPosixFilePermissions(file.getParent()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
        assertThat(file).hasContent(OWN);
    }

    @Test
    void whatIsHeldIsRefusedByAnyPathAndFreeAfterItsClose(@TempDir Path links) throws Exception {
        try (DirectoryLock lock = DirectoryLock.take(file)) {
            assertThat(lock).isNotNull();
            Path link = Files.createSymbolicLink(links.resolve("link"), file.getParent());
            for (Path path : List.of(file, link.resolve("lock"))) {
                assertThatThrownBy(() -> DirectoryLock.take(path))
                        .isInstanceOf(DirectoryInUseException.class)
                        .hasMessage("the data directory " + path.getParent() + " is in use by process " + OWN
                                + "; stop it, or choose another data directory");
            }
        }
        DirectoryLock.take(file).close();
    }

    /** A process that closes a file loses its locks on it, so that a refusal could let the next process in. */
    @Test
    void aRefusalInTheSameProcessKeepsOthersAway() throws Exception {
        try (DirectoryLock lock = DirectoryLock.take(file)) {
            assertThat(lock).isNotNull();
            assumeThat(lockedAtTheSystem()).isTrue();

            assertThatThrownBy(() -> DirectoryLock.take(file)).isInstanceOf(DirectoryInUseException.class);

            assertThat(lockedAtTheSystem()).isTrue();
        }
    }

    /** As Linux tells it; false elsewhere. */
    private boolean lockedAtTheSystem() throws IOException {
        Path locks = Path.of("/proc/locks");
        if (!Files.isReadable(locks)) {
            return false;
        }
        String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
        return Files.readAllLines(locks).stream().anyMatch(line -> line.contains(" POSIX ") && line.contains(inode));
    }
}
