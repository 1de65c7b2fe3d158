package io.spicerack.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The commands in README.md are those that there are. */
class CommandsDocTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern OPTION = Pattern.compile("(?<!\\S)--?[A-Za-z][a-z-]*");

    private final CommandLine spicerack = Spicerack.commands(Kit.find());

    @Test
    void theTableNamesEveryCommand() throws IOException {
        TreeSet<String> shown = new TreeSet<>();
        for (List<String> words : table()) {
            CommandLine command = command(words.get(0));
            shown.add(words.get(0));
            if (words.size() > 1 && command.getSubcommands().containsKey(words.get(1))) {
                shown.add(words.get(0) + " " + words.get(1));
            }
        }
        TreeSet<String> known = new TreeSet<>();
        spicerack.getSubcommands().forEach((name, command) -> {
            known.add(name);
            command.getSubcommands().keySet().forEach(more -> known.add(name + " " + more));
        });
        assertThat(shown).as("commands in the table of README.md").isEqualTo(known);
    }

    @Test
    void everyOptionInTheTableIsOneOfItsCommand() throws IOException {
        for (List<String> words : table()) {
            CommandLine command = command(words.get(0));
            CommandLine sub = words.size() > 1 ? command.getSubcommands().get(words.get(1)) : null;
            CommandLine named = sub == null ? command : sub;
            assertThat(OPTION.matcher(String.join(" ", words.subList(1, words.size())))
                            .results()
                            .map(MatchResult::group)
                            .map(option -> option.startsWith("-D") ? "-D" : option))
                    .as("options in README.md's `%s`", String.join(" ", words))
                    .allSatisfy(option -> assertThat(named.getCommandSpec().findOption(option))
                            .as(option)
                            .isNotNull());
        }
    }

    private CommandLine command(String name) {
        return Objects.requireNonNull(
                spicerack.getSubcommands().get(name), () -> "`" + name + "` of README.md is no command");
    }

    private static List<List<String>> table() throws IOException {
        return Files.readString(Path.of("README.md"))
                .lines()
                .dropWhile(line -> !line.equals("| command | does |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .flatMap(line -> CODE.matcher(line.substring(0, line.indexOf(" | ")))
                        .results()
                        .map(found -> Arrays.asList(found.group(1).split("[\\s\\[\\]|\\\\.=]+"))))
                .toList();
    }
}
