package io.spicerack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The plan of the house in docs/design.md: every package with its one sentence, in the order of the imports. */
class HousePlanTest {
    private static final Path ROOT = Path.of("src/main/java/io/spicerack");
    private static final Pattern SENTENCE = Pattern.compile("(?s)^/\\*\\*(.*?)(?:\\s*\\*\\s*<p>.*)?\\*/");

    @Test
    void thePlanIsWrittenFromThePackages() throws IOException {
        StringBuilder rows = new StringBuilder("| level | package | what lives there |\n|---|---|---|\n");
        for (int level = ArchitectureTest.LEVELS.size(); level > 0; level--) {
            String shown = String.valueOf(level);
            for (String name : ArchitectureTest.LEVELS.get(level - 1)) {
                for (String within : packages(name)) {
                    rows.append("| ")
                            .append(shown)
                            .append(" | `")
                            .append(within)
                            .append("` | ")
                            .append(sentence(within))
                            .append(" |\n");
                    shown = "";
                }
            }
        }
        new GeneratedSection("docs/design.md", "package-info", HousePlanTest.class).mustSay(rows.toString());
    }

    /** The package and those below it; inside the core the last of the imports first, as the levels go. */
    private static List<String> packages(String name) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(name.replace('.', '/')))) {
            List<String> found = new ArrayList<>(files.filter(file -> file.endsWith("package-info.java"))
                    .map(file -> ROOT.relativize(file.getParent()).toString().replace('/', '.'))
                    .toList());
            List<String> rooms = ArchitectureTest.CORE.stream().map(room -> "core." + room).toList();
            found.sort(Comparator.comparing((String one) -> -rooms.indexOf(one) * (rooms.contains(one) ? 1 : 0))
                    .thenComparing(Comparator.naturalOrder()));
            if (found.remove(name)) {
                found.add(0, name);
            }
            assertThat(found).as("packages in %s", name).isNotEmpty();
            return found;
        }
    }

    private static String sentence(String name) throws IOException {
        Matcher matcher = SENTENCE.matcher(
                Files.readString(ROOT.resolve(name.replace('.', '/')).resolve("package-info.java")));
        assertThat(matcher.find()).as("package-info of %s begins with a sentence", name).isTrue();
        return matcher.group(1)
                .replaceAll("\\s*\\n\\s*\\*\\s?", " ")
                .replaceAll("\\{@(?:code|link) (?:[a-z]+\\.)*([^}]+)}", "`$1`")
                .strip();
    }
}
