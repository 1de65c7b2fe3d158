package io.spicerack.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.cli.Explain;
import io.spicerack.settings.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
    private final StringWriter err = new StringWriter();
    private final CommandLine commands = Spicerack.commands().setErr(new PrintWriter(err));

    /** CommandsDocTest has their names, as README.md tells them. */
    @Test
    void theHelpListsEveryCommand() {
        assertThat(commands.getUsageMessage())
                .contains(commands.getSubcommands().keySet());
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
                .contains("Unknown option: '--embeded'", "--embedded", "Did you mean: spicerack status?");
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
