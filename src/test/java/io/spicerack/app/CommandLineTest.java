package io.spicerack.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.settings.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
    private final StringWriter err = new StringWriter();
    private final CommandLine commands = Spicerack.commands(Kit.find()).setErr(new PrintWriter(err));

    /** CommandsDocTest has their names, as README.md tells them. */
    @Test
    void theHelpListsEveryCommand() {
        assertThat(commands.getUsageMessage())
                .contains(commands.getSubcommands().keySet());
    }

    @Test
    void everyCommandInTheReadmesTableIsACommand() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        assertThat(List.of("demo", "run", "refresh", "read", "status", "keys", "version"))
                .allSatisfy(name -> assertThat(readme).contains("`" + name))
                .allSatisfy(name -> assertThat(commands.getSubcommands()).containsKey(name));
    }

    @Test
    void theHelpOfACommandDescribesEachOfItsOptions() {
        assertThat(commands.getSubcommands().values()).allSatisfy(command -> assertThat(
                        command.getCommandSpec().options())
                .allSatisfy(option -> {
                    assertThat(command.getUsageMessage()).contains(option.longestName());
                    assertThat(option.description()).as(option.longestName()).isNotEmpty();
                }));
    }

    @Test
    void anUnknownOptionOrCommandGivesTwoAndTheNearName() {
        assertThat(commands.execute("run", "--embeded")).isEqualTo(2);
        assertThat(commands.execute("sttus")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "Unknown option: '--embeded'",
                        "--embedded",
                        "Did you mean: spicerack status or spicerack restore?");
    }

    @Test
    void theDemoRefusesADirectoryThatHoldsSomethingAndLeavesItAlone(@TempDir Path used) throws IOException {
        Path file = Files.createFile(used.resolve("precious"));
        assertThat(commands.execute("demo", "--keep", used.toString())).isOne();
        assertThat(err.toString()).startsWith("spicerack: " + used + " is not empty; the demo begins with nothing.");
        assertThat(used).isDirectoryContaining(path -> path.equals(file));
        assertThat(used.toFile().list()).hasSize(1);
    }

    @Test
    void withoutTheKitWhatNeedsItSaysHowToGetIt() {
        CommandLine production = Spicerack.commands(Optional.empty()).setErr(new PrintWriter(err));
        assertThat(production.execute("run", "--embedded")).isOne();
        assertThat(production.execute("demo", "--keep", "somewhere")).isOne();
        String wayOut =
                " needs the kit, which is not part of a production installation: use a source checkout, or build"
                        + " one of this version and copy its folder target/kit to "
                        + Path.of("kit").toAbsolutePath();
        assertThat(err.toString().lines())
                .containsExactly("spicerack: run --embedded" + wayOut, "spicerack: demo" + wayOut);
        assertThat(production.getUsageMessage()).doesNotContain("demo").contains("COMMAND --help says more.");
    }

    @Test
    void aServerOfTheKitThatCannotStartIsTold(@TempDir Path data) throws IOException {
        Files.writeString(Files.createDirectories(data.resolve("embedded")).resolve("aws"), "in the way");
        assertThat(commands.execute("run", "--embedded", "--keep", data.toString()))
                .isOne();
        assertThat(err.toString()).startsWith("spicerack: The local AWS cannot use its data directory " + data);
    }

    @Test
    void noCommandGivesTwo() {
        assertThat(commands.execute()).isEqualTo(2);
        assertThat(err.toString()).startsWith("Missing required subcommand");
    }

    @Test
    void aFailureOfOursIsItsMessageAndAnyOtherAFullAccount() {
        assertThat(Explain.failure(new SettingsException("a is 1"))).isEqualTo("a is 1");
        assertThat(Explain.failure(new IllegalStateException("odd", new InterruptedException("why"))))
                .startsWith("unexpected java.lang.IllegalStateException")
                .contains("odd", "why", "at io.spicerack.app.CommandLineTest");
    }
}
