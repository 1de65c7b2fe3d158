package io.spicerack.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code spicerack routes check} says, to people and to programs, about the shipped files and one that is broken. */
class RoutesCheckCommandTest {
    private static final String BROKEN =
            """
            dataSet: wards
            dataSorce: hospital-postgres
            schedule: "0 0 99 * * ?"
            sql: SELECT 1 AS id
            """;

    private record Said(int status, String out) {}

    @Test
    void theShippedFilesAreGood() {
        Said said = run("routes", "check");
        assertThat(said.out()).isEqualTo("4 files with 4 data sets: good\n");
        assertThat(said.status()).isZero();
    }

    @Test
    void everyFaultOfAFileIsALineWithItsPlace(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("wards.yaml"), BROKEN);
        Said said = run("routes", "check", file.toString());
        assertThat(said.status()).isOne();
        assertThat(said.out().lines())
                .hasSize(4)
                .anyMatch(line -> line.startsWith(file + ":1:1: a data set: member 'dataSource' is missing"))
                .anyMatch(line -> line.startsWith(file + ":2:1: a data set: member 'dataSorce' is unknown; allowed: ")
                        && line.endsWith("did you mean 'dataSource'?"))
                .anyMatch(
                        line -> line.startsWith(file + ":3:11: schedule is '0 0 99 * * ?'; its hours go from 0 to 23"))
                .last()
                .isEqualTo("3 faults in 1 of 1 files");
    }

    @Test
    void programsGetThemInTheirForm(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("wards.yaml"), BROKEN);
        JsonNode json = json(run("routes", "check", "--format", "json", file.toString()));
        assertThat(json.path("findings")).hasSize(3);
        assertThat(json.path("findings").get(1).path("line").asInt()).isEqualTo(2);
        assertThat(json.path("findings").get(1).path("rule").asText()).isEqualTo("grammar");
        JsonNode sarif = json(run("routes", "check", "--format", "sarif", file.toString()));
        JsonNode result = sarif.path("runs").path(0).path("results").path(2);
        assertThat(result.path("ruleId").asText()).isEqualTo("schedule");
        assertThat(result.at("/locations/0/physicalLocation/region/startLine").asInt())
                .isEqualTo(3);
        assertThat(sarif.at("/runs/0/tool/driver/rules")).hasSizeGreaterThan(5);
        assertThat(run("routes", "check", "--format", "github", file.toString())
                        .out()
                        .lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("::error file=" + file + ",line="));
    }

    @Test
    void aFileThatIsNotThereIsTold() {
        assertThat(run("routes", "check", "routes/nothing.yaml").status()).isOne();
    }

    private static JsonNode json(Said said) throws IOException {
        return new ObjectMapper().readTree(said.out());
    }

    private static Said run(String... words) {
        StringWriter out = new StringWriter();
        CommandLine commands = Spicerack.commands(Optional.empty());
        commands.setOut(new PrintWriter(out)).setErr(new PrintWriter(new StringWriter()));
        return new Said(commands.execute(words), out.toString());
    }
}
