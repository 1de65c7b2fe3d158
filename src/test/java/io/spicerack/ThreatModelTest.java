package io.spicerack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No promise without an attack: each row of a table of docs/threat-model.md with the columns promise, mechanism and attack links
 * to tests that try to break it, as {@code [OneTest](../src/test/java/.../OneTest.java)} or
 * {@code [OneTest.aSentence](../src/test/java/.../OneTest.java)}.
 */
class ThreatModelTest {
    private static final Path PAGE = Path.of("docs/threat-model.md");
    private static final Path ATTACKS = Path.of("src/test/java/io/spicerack/attacks");
    private static final String HEAD = "| promise | mechanism | attack |";
    private static final Pattern LINK = Pattern.compile("\\[(\\w+)(?:\\.(\\w+))?]\\(([^)]+)\\)");
    private static final Pattern IS_TEST = Pattern.compile("@(Test|ParameterizedTest|Property|RepeatedTest)\\b");

    @Test
    void everyPromiseHasItsMechanismAndAnAttack() throws IOException {
        assertThat(promises()).hasSizeGreaterThan(10).allSatisfy(row -> {
            assertThat(cells(row)).as("cells of: %s", row).hasSize(3).noneMatch(String::isBlank);
            assertThat(LINK.matcher(cells(row).get(2)).find())
                    .as("a test that tries to break: %s", cells(row).get(0))
                    .isTrue();
        });
    }

    @Test
    void everyAttackIsATestThatIsThere() throws IOException {
        for (MatchResult link : links()) {
            Path file = PAGE.resolveSibling(link.group(3)).normalize();
            assertThat(file).exists().hasFileName(link.group(1) + ".java");
            String source = Files.readString(file);
            assertThat(source).as("tests of %s", file).containsPattern(IS_TEST);
            if (link.group(2) != null) {
                assertThat(source).as("tests of %s", file).contains("void " + link.group(2) + "(");
            }
        }
    }

    @Test
    void everyFileOfTheAttacksDefendsAPromise() throws IOException {
        List<String> named = links().stream().map(link -> link.group(1)).toList();
        try (Stream<Path> files = Files.list(ATTACKS)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName()))
                            .filter(name -> name.endsWith("Test.java"))
                            .map(name -> name.replace(".java", "")))
                    .as("tests in %s that %s must name", ATTACKS, PAGE)
                    .allMatch(named::contains);
        }
    }

    private static List<MatchResult> links() throws IOException {
        return promises().stream()
                .flatMap(row -> LINK.matcher(cells(row).get(2)).results())
                .toList();
    }

    /** The rows below each head, to the table's end. */
    private static List<String> promises() throws IOException {
        List<String> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(PAGE)) {
            inside = line.equals(HEAD) || (inside && line.startsWith("|"));
            if (inside && !line.equals(HEAD) && !line.startsWith("|---")) {
                rows.add(line);
            }
        }
        return rows;
    }

    private static List<String> cells(String row) {
        return Stream.of(row.substring(1, row.length() - 1).split("\\|", -1))
                .map(String::strip)
                .toList();
    }
}
