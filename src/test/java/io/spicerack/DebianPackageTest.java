package io.spicerack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd/make-deb makes of an archive: a small one, as the real one takes its time. */
@WithServers
class DebianPackageTest {
    private static final Path SCRIPT = Path.of("systemd/make-deb").toAbsolutePath();

    @TempDir
    Path directory;

    @BeforeEach
    void archive() throws Exception {
        Path home = directory.resolve("spicerack-0.1.0");
        for (String file :
                List.of("spicerack", "lib/a.jar", "config/application.properties", "routes/system/keys.camel.yaml")) {
            Path path = home.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file);
        }
        Files.createDirectories(home.resolve("systemd"));
        Files.copy(Path.of("systemd/spicerack.service"), home.resolve("systemd/spicerack.service"));
        run("tar", "-czf", "spicerack-0.1.0.tar.gz", "spicerack-0.1.0");
    }

    @Test
    void itInstallsWhatThePageDoesByHandAndKeepsWhatWasEdited() throws Exception {
        assumeTrue(
                run("sh", "-c", "command -v dpkg-deb || true").contains("dpkg-deb"),
                "dpkg-deb is not here: it comes with Debian and Ubuntu");
        run(SCRIPT.toString(), "spicerack-0.1.0.tar.gz");
        assertThat(run("dpkg-deb", "--contents", "spicerack_0.1.0_all.deb"))
                .contains(
                        "root/root",
                        "./opt/spicerack/lib/a.jar",
                        "./opt/spicerack/spicerack",
                        "./lib/systemd/system/spicerack.service")
                .doesNotContain("./var/lib");
        assertThat(run("dpkg-deb", "--info", "spicerack_0.1.0_all.deb", "conffiles"))
                .contains(
                        "/opt/spicerack/config/application.properties", "/opt/spicerack/routes/system/keys.camel.yaml");
        assertThat(run("dpkg-deb", "--info", "spicerack_0.1.0_all.deb", "postinst"))
                .contains("adduser --quiet --system --group", "try-restart");
    }

    @Test
    void whatIsNoArchiveIsRefusedInWords() throws Exception {
        Files.createFile(directory.resolve("other.zip"));
        assertThat(run("sh", "-c", "'" + SCRIPT + "' nowhere.tar.gz 2>&1 || true"))
                .contains("give the archive that ./mvnw package makes");
        assertThat(run("sh", "-c", "'" + SCRIPT + "' other.zip 2>&1 || true")).contains("make-deb: ");
    }

    private String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
