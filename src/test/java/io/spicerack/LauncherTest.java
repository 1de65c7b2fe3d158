package io.spicerack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a directory with blanks in its name, with a java and an mvnw that only say how they were called. */
@WithServers
class LauncherTest {
    private static final FileTime BUILT = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    private static final FileTime EARLIER = FileTime.from(BUILT.toInstant().minus(Duration.ofHours(1)));
    private static final FileTime LATER = FileTime.from(BUILT.toInstant().plus(Duration.ofHours(1)));

    @TempDir
    Path directory;

    private Path home;
    private Path jdk;
    private Path jar;

    @BeforeEach
    void installSpicerack() throws IOException {
        home = Files.createDirectories(directory.resolve("a home/of spices"));
        jdk = directory.resolve("jdk 17");
        executable(home.resolve("spicerack"), Files.readString(Path.of("spicerack")));
        write("pom.xml");
        write("src/main/Code.java");
        write("config/log4j2.properties");
        write("target/lib/library.jar");
        write("target/kit/library.jar");
        jar = write("target/spicerack-0.1.0.jar");
        for (String source : new String[] {"pom.xml", "src/main/Code.java", "src/main"}) {
            Files.setLastModifiedTime(home.resolve(source), EARLIER);
        }
        Files.setLastModifiedTime(jar, BUILT);
        executable(home.resolve("mvnw"), "#!/bin/sh\necho \"mvnw in $PWD: $*\"\n: > target/spicerack-0.1.0.jar\n");
        java("17.0.15");
        executable(jdk.resolve("bin/javac"), "#!/bin/sh\n");
    }

    @Test
    void itStartsTheJarWithItsHomeAndTheArgumentsAsGiven() throws Exception {
        Ended ended = launch(home.resolve("spicerack"), Map.of(), "read", "two words", "--limit", "3");
        assertThat(ended.status).isZero();
        assertThat(ended.error).isEmpty();
        assertThat(ended.output)
                .contains("<-Dspicerack.home=" + home + ">")
                .contains("<-Dlog4j2.configurationFile=" + home + "/config/log4j2.properties>")
                .contains("<-XX:+ExitOnOutOfMemoryError>")
                .contains("<-XX:+UseSerialGC>")
                .endsWith("<-cp><" + jar + ":" + home
                        + "/target/kit/*><io.spicerack.app.Spicerack><read><two words><--limit><3>\n");
    }

    @Test
    void aShellThatIsNoBashStartsItAllTheSame() throws Exception {
        Path sh = Path.of("/bin/dash");
        assumeTrue(Files.isExecutable(sh), "no dash here");
        Ended ended = launch(sh, Map.of(), home.resolve("spicerack").toString(), "status");
        assertThat(ended.error).isEmpty();
        assertThat(ended.output).endsWith("<status>\n");
    }

    @Test
    void aServiceIsStartedDeafToSighupAndNothingElseIs() throws Exception {
        executable(
                jdk.resolve("bin/java"),
                """
                #!/bin/sh
                case "$*" in *-version) echo 'openjdk version "17.0.15" x' >&2; exit;; esac
                grep SigIgn /proc/$$/status
                """);
        assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "no /proc here");
        // whoever runs this under nohup passes that on
        String own = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn"))
                .findFirst()
                .orElseThrow();
        assertThat(ignoresHangUp(launch(home.resolve("spicerack"), Map.of(), "run").output))
                .isTrue();
        assertThat(ignoresHangUp(launch(home.resolve("spicerack"), Map.of(), "status").output))
                .isEqualTo(ignoresHangUp(own));
    }

    /** SIGHUP is signal 1, the lowest bit. */
    private static boolean ignoresHangUp(String line) {
        return Long.parseUnsignedLong(line.replaceAll("SigIgn:\\s*", "").strip(), 16) % 2 != 0;
    }

    @Test
    void itWorksThroughALinkToALink() throws Exception {
        Path first = Files.createSymbolicLink(home.resolve("link"), Path.of("spicerack"));
        Path second = Files.createSymbolicLink(directory.resolve("another link"), first);
        assertThat(launch(second, Map.of(), "status").output).contains("<-Dspicerack.home=" + home + ">");
    }

    @Test
    void optionsFromTheEnvironmentComeLastAndWin() throws Exception {
        Ended ended = launch(home.resolve("spicerack"), Map.of("SPICERACK_JAVA_OPTS", "-Xmx256m  -Da=*"), "demo");
        assertThat(ended.output).contains("<-Xmx512m>").contains("<-Xmx256m><-Da=*><-cp>");
    }

    @Test
    void theNativeHeapIsTrimmedByAJavaThatKnowsHow() throws Exception {
        assertThat(launch(home.resolve("spicerack"), Map.of(), "status").output)
                .doesNotContain("TrimNativeHeapInterval");
        executable(
                jdk.resolve("bin/java"),
                """
                #!/bin/sh
                case "$*" in *-version) echo 'openjdk version "21.0.1" x' >&2; exit;; esac
                printf '<%s>' "$@"
                """);
        assertThat(launch(home.resolve("spicerack"), Map.of(), "status").output)
                .contains("<-XX:TrimNativeHeapInterval=1000>");
    }

    @Test
    void aLogFileFromTheEnvironmentIsHandedToTheLogger() throws Exception {
        Ended ended = launch(home.resolve("spicerack"), Map.of("SPICERACK_LOG_FILE", "/logs/a b.log"), "run");
        assertThat(ended.output).contains("<-Dspicerack.log.file=/logs/a b.log><-Dspicerack.log.file.level=all>");
    }

    @Test
    void theFormatOfTheLogIsChosenByTheEnvironment() throws Exception {
        Path config = home.resolve("config");
        String text = config.resolve("log4j2.properties").toString();
        assertThat(launch(home.resolve("spicerack"), Map.of("SPICERACK_LOG_FORMAT", "text"), "run").output)
                .contains("<-Dlog4j2.configurationFile=" + text + ">");
        assertThat(launch(home.resolve("spicerack"), Map.of("SPICERACK_LOG_FORMAT", "json"), "run").output)
                .contains("<-Dlog4j2.configurationFile=" + text + "," + config.resolve("log4j2-json.properties") + ">");
        Ended wrong = launch(home.resolve("spicerack"), Map.of("SPICERACK_LOG_FORMAT", "xml"), "run");
        assertThat(wrong.status).isEqualTo(1);
        assertThat(wrong.error).contains("SPICERACK_LOG_FORMAT is 'xml'; it must be text or json.");
    }

    @Test
    void theExitStatusIsTheApplications() throws Exception {
        assertThat(launch(home.resolve("spicerack"), Map.of("STATUS", "3"), "demo").status)
                .isEqualTo(3);
    }

    @Test
    void changedSourcesAreBuiltOnceAndOffTheStandardOutput() throws Exception {
        Files.setLastModifiedTime(home.resolve("src/main/Code.java"), LATER);
        Ended first = launch(home.resolve("spicerack"), Map.of(), "status");
        assertThat(first.error)
                .startsWith("spicerack: building ...\nmvnw in " + home + ": -q -B")
                .contains("package");
        assertThat(first.output).startsWith("<-Xmx512m>").endsWith("<status>\n");
        assertThat(launch(home.resolve("spicerack"), Map.of(), "status").error).isEmpty();
    }

    /** Its jar is there before it is whole. */
    @Test
    void whatAnotherStartBuildsIsWaitedFor() throws Exception {
        Files.setLastModifiedTime(home.resolve("src/main/Code.java"), LATER);
        executable(
                home.resolve("mvnw"),
                "#!/bin/sh\n: > target/spicerack-0.1.0.jar\n: > begun\nuntil [ -e whole ]; do sleep 0.1; done\n");
        Process first = start(home.resolve("spicerack"), Map.of(), directory.resolve("first"), "status");
        Process second = null;
        try {
            Awaitility.await().until(() -> Files.exists(home.resolve("begun")));
            second = start(home.resolve("spicerack"), Map.of(), directory.resolve("second"), "status");
            Process started = second;
            Awaitility.await().until(() -> !started.isAlive() || waitsForALock(started));
            assertThat(second.isAlive()).isTrue();
        } finally {
            write("whole");
            first.waitFor();
        }
        assertThat(second.waitFor()).isZero();
        assertThat(Files.readString(directory.resolve("second"))).isEmpty();
    }

    private static boolean waitsForALock(Process process) {
        return process.descendants()
                .anyMatch(each -> each.info().command().orElse("").endsWith("/flock"));
    }

    @Test
    void theFirstBuildSaysThatItDownloads() throws Exception {
        Files.delete(home.resolve("target/lib/library.jar"));
        Files.delete(home.resolve("target/lib"));
        assertThat(launch(home.resolve("spicerack"), Map.of(), "status").error)
                .startsWith("spicerack: building (the first build downloads the libraries");
    }

    @Test
    void aCheckoutWithoutTheKitBuildsIt() throws Exception {
        Files.delete(home.resolve("target/kit/library.jar"));
        Files.delete(home.resolve("target/kit"));
        assertThat(launch(home.resolve("spicerack"), Map.of(), "demo").error).startsWith("spicerack: building ...");
    }

    @Test
    void aFailedBuildIsShownAndNothingStarts() throws Exception {
        Files.setLastModifiedTime(home.resolve("pom.xml"), LATER);
        executable(home.resolve("mvnw"), "#!/bin/sh\necho '[ERROR] it is broken'\nexit 1\n");
        Ended ended = launch(home.resolve("spicerack"), Map.of(), "status");
        assertThat(ended.status).isEqualTo(1);
        assertThat(ended.output).isEmpty();
        assertThat(ended.error).contains("[ERROR] it is broken").contains("spicerack: the build failed");
    }

    @Test
    void anInstallationWithoutSourcesNeverBuilds() throws Exception {
        Files.delete(home.resolve("pom.xml"));
        Files.delete(home.resolve("mvnw"));
        jar = Files.move(jar, home.resolve("spicerack-0.1.0.jar"));
        Ended ended = launch(home.resolve("spicerack"), Map.of(), "status");
        assertThat(ended.status).isZero();
        assertThat(ended.output).endsWith("<-cp><" + jar + "><io.spicerack.app.Spicerack><status>\n");
    }

    @Test
    void aKitThatIsPutBesideAnInstallationIsTaken() throws Exception {
        Files.delete(home.resolve("pom.xml"));
        jar = Files.move(jar, home.resolve("spicerack-0.1.0.jar"));
        write("kit/spicerack-0.1.0-kit.jar");
        assertThat(launch(home.resolve("spicerack"), Map.of(), "demo").output)
                .endsWith("<-cp><" + jar + ":" + home + "/kit/*><io.spicerack.app.Spicerack><demo>\n");
    }

    @Test
    void aJavaThatIsTooOldIsNamedWithItsVersion() throws Exception {
        java("1.8.0_432");
        Ended ended = launch(home.resolve("spicerack"), Map.of("PATH", pathWithoutJava()), "status");
        assertThat(ended.status).isEqualTo(1);
        assertThat(ended.error)
                .contains("needs Java 17 or newer; " + jdk + "/bin/java is 8.")
                .contains("set JAVA_HOME");
    }

    private Ended launch(Path launcher, Map<String, String> environment, String... arguments) throws Exception {
        Path error = directory.resolve("stderr");
        Process process = start(launcher, environment, error, arguments);
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), output, Files.readString(error));
    }

    private Process start(Path launcher, Map<String, String> environment, Path error, String... arguments)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(launcher.toString());
        for (String argument : arguments) {
            builder.command().add(argument);
        }
        builder.environment().keySet().removeIf(name -> name.startsWith("SPICERACK_"));
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().putAll(environment);
        return builder.directory(Path.of("/").toFile())
                .redirectError(error.toFile())
                .start();
    }

    private void java(String version) throws IOException {
        executable(
                jdk.resolve("bin/java"),
                "#!/bin/sh\nif [ \"$1\" = -version ]; then echo 'openjdk version \"" + version + "\" x' >&2; exit; fi\n"
                        + "printf '<%s>' \"$@\"; echo; exit ${STATUS:-0}\n");
    }

    /** A PATH with the few programs that the launcher needs, and no java. */
    private String pathWithoutJava() throws IOException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        for (String name : new String[] {"bash", "env", "readlink", "dirname", "find"}) {
            Path program = Path.of("/usr/bin", name);
            Files.createSymbolicLink(bin.resolve(name), Files.exists(program) ? program : Path.of("/bin", name));
        }
        return bin.toString();
    }

    private Path write(String name) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "");
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Ended(int status, String output, String error) {}
}
