package io.spicerack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What README and docs name must exist. */
class ReadmeTest {
    private static final Path README = Path.of("README.md");

    @Test
    void everyPropertyOfTheConfigurationIsExplained() throws IOException {
        String text = Files.readString(Path.of("docs/configuration.md"));
        List<String> names = Files.readAllLines(Path.of("config/application.properties")).stream()
                .filter(line -> line.startsWith("spicerack."))
                .map(line -> line.substring(0, line.indexOf('=')))
                .toList();
        assertThat(names).hasSizeGreaterThan(15);
        assertThat(names).allSatisfy(name -> assertThat(text).contains("| `" + name + "` |"));
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            for (Path page : Stream.concat(
                            Stream.of(README, Path.of("CONTRIBUTING.md"), Path.of("bench/README.md")),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .toList()) {
                Path folder = page.toAbsolutePath().getParent();
                assertThat(matches(page, "\\]\\(([^)#:]+)(#[^)]*)?\\)"))
                        .as("links of %s", page)
                        .allSatisfy(link -> assertThat(folder.resolve(link)).exists());
            }
        }
    }

    @Test
    void everyYamlExampleIsYaml() throws IOException {
        List<String> examples = matches(README, "(?s)```yaml\\n(.*?)```");
        assertThat(examples).hasSize(2);
        for (String example : examples) {
            assertThat(new YAMLMapper().readTree(example).isEmpty()).isFalse();
        }
    }

    /** The kit lies across the levels and stands last. */
    @Test
    void thePackagesStandInTheOrderOfTheirImports() throws IOException {
        String block =
                matches(README, "(?s)src/main/java/io/spicerack/\\n(.*?)```").get(0);
        List<String> shown = block.lines()
                .flatMap(line ->
                        Stream.of(line.strip().replaceFirst(" {3,}.*", "").split(" +", -1)))
                .toList();
        List<String> known = ArchitectureTest.LEVELS.stream()
                .flatMap(List::stream)
                .map(ReadmeTest::topLevel)
                .distinct()
                .toList();
        assertThat(shown).as("packages in README.md").containsExactlyInAnyOrderElementsOf(known);
        List<Integer> levels = shown.stream()
                .filter(name -> !name.equals("kit"))
                .map(ReadmeTest::level)
                .toList();
        assertThat(levels)
                .as("levels of %s, which must go down as ArchitectureTest.LEVELS has them", shown)
                .isSortedAccordingTo(Comparator.reverseOrder());
    }

    private static int level(String topLevel) {
        return (int) ArchitectureTest.LEVELS.stream()
                .takeWhile(level -> level.stream().map(ReadmeTest::topLevel).noneMatch(topLevel::equals))
                .count();
    }

    private static String topLevel(String name) {
        return name.replaceFirst("\\..*", "");
    }

    private static List<String> matches(Path page, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(page))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
