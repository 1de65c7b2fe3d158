package io.spicerack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What config/log4j2.properties makes of events, in a JVM of its own: logging is set up once for each JVM. */
@WithServers
class LogConfigTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    private static final String CONFIG = "config/log4j2.properties";

    @TempDir
    Path directory;

    @Test
    void anEventIsOneLineWithItsParticulars() throws Exception {
        List<String> lines = logged(directory);
        assertThat(lines.get(0))
                .matches(TIME + " INFO  LogConfigTest        ingestion completed \\{dataSetId=patients, rows=12345}");
        assertThat(lines.get(1)).matches(TIME + " WARN  LogConfigTest        without particulars");
    }

    @Test
    void aLineBreakInAValueForgesNoLine() throws Exception {
        assertThat(logged(directory).get(2)).endsWith("{name=two\\nlines}");
    }

    @Test
    void noisyLibrariesAreHeardFromWarningsOn() throws Exception {
        assertThat(logged(directory)).hasSize(4).last().asString().endsWith("the scheduler stumbled");
    }

    @Test
    void noFileIsMadeUnlessAskedFor() throws Exception {
        logged(directory);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).extracting(file -> file.getFileName().toString()).containsOnly("stderr");
        }
    }

    @Test
    void aLogFileHoldsTheSameLinesAndIsItsOwnersOnly() throws Exception {
        Path file = directory.resolve("logs of today/spicerack.log");
        List<String> console =
                logged(directory, CONFIG, "-Dspicerack.log.file=" + file, "-Dspicerack.log.file.level=all");
        assertThat(Files.readAllLines(file)).isEqualTo(console);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    /** As SPICERACK_LOG_FORMAT=json has it; the file as well. */
    @Test
    void anEventIsAJsonObjectOnALineWhereThatIsAskedFor() throws Exception {
        Path file = directory.resolve("spicerack.log");
        List<String> lines = logged(
                directory,
                CONFIG + ",config/log4j2-json.properties",
                "-Dspicerack.log.file=" + file,
                "-Dspicerack.log.file.level=all");
        assertThat(Files.readAllLines(file)).isEqualTo(lines);
        ObjectMapper json = new ObjectMapper();
        JsonNode completed = json.readTree(lines.get(0));
        assertThat(completed.path("time").asText()).matches(TIME);
        assertThat(completed.path("level").asText()).isEqualTo("INFO");
        assertThat(completed.path("logger").asText()).isEqualTo("io.spicerack.LogConfigTest");
        assertThat(completed.path("message").asText()).isEqualTo("ingestion completed");
        assertThat(completed.path("particulars"))
                .isEqualTo(json.readTree("{\"dataSetId\": \"patients\", \"rows\": \"12345\"}"));
        assertThat(completed.has("thrown")).isFalse();
        assertThat(json.readTree(lines.get(2)).at("/particulars/name").asText()).isEqualTo("two\nlines");
        assertThat(lines).as("the levels of log4j2.properties").hasSize(4);
    }

    private static List<String> logged(Path directory) throws Exception {
        return logged(directory, CONFIG);
    }

    private static List<String> logged(Path directory, String files, String... options) throws Exception {
        String config = Stream.of(files.split(",", -1))
                .map(file -> Path.of(file).toAbsolutePath().toString())
                .collect(Collectors.joining(","));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.command().addAll(List.of(options));
        builder.command()
                .addAll(List.of(
                        "-Dlog4j2.configurationFile=" + config,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Speaker.class.getName()));
        Path error = directory.resolve("stderr");
        Process process = builder.directory(directory.toFile())
                .redirectError(error.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(output).as("standard output is for results").isEmpty();
        return Files.readAllLines(error);
    }

    /** Logs a few events. */
    static final class Speaker {
        public static void main(String[] arguments) {
            Logger logger = LoggerFactory.getLogger(LogConfigTest.class);
            logger.atInfo()
                    .addKeyValue("dataSetId", "patients")
                    .addKeyValue("rows", 12345)
                    .log("ingestion completed");
            logger.atWarn().log("without particulars");
            logger.atInfo().addKeyValue("name", "two\nlines").log("checked");
            Logger noisy = LoggerFactory.getLogger("org.quartz.core.QuartzScheduler");
            noisy.info("a table of settings");
            noisy.warn("the scheduler stumbled");
            Logger camel = LoggerFactory.getLogger("org.apache.camel.impl.engine.AbstractCamelContext");
            // whoever starts it says why not, in one sentence
            camel.error("Error starting CamelContext", new IllegalStateException("a bad cron"));
        }
    }
}
