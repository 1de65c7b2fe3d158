package io.spicerack;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.camel.Verb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a page names, in code, must exist: a name that is gone from the code goes from the pages, and a page promises nothing
 * that was never built. Commands and their options are {@code CommandsDocTest}'s, the API's operations
 * {@code OperationsDocTest}'s.
 */
class DocsNamesTest {
    private static final Pattern FENCED = Pattern.compile("(?s)```\\w*\\n(.*?)```");
    private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern CAMEL_CASE = Pattern.compile("\\b(?:[A-Z][a-z0-9]+|[a-z]+)(?:[A-Z][a-z0-9]*)+\\b");
    private static final Pattern TEST = Pattern.compile("\\b[A-Z]\\w+Test\\b");
    private static final Pattern PROPERTY = Pattern.compile("(?<![\\w./-])(?:-D)?(spicerack\\.[a-z][a-z.-]*[a-z])");
    private static final Pattern VARIABLE = Pattern.compile("\\bSPICERACK_[A-Z_]*[A-Z]");
    private static final Pattern ENDPOINT = Pattern.compile("\\b(direct|spice):([a-z][a-z-]+)");
    private static final Pattern METRIC = Pattern.compile("\\bspicerack_[a-z_]*[a-z]");
    private static final Pattern MANAGEMENT = Pattern.compile("\\b(?:GET|POST|PUT|DELETE) (/[\\w/-]*)");
    private static final Pattern FILE = Pattern.compile("(?<![\\w./:*<{$-])\\.?[\\w-]+(?:[./][\\w-]+)*/?");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#: ]*)#([^)]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    /** Words of other programs that occur in none of our files: options of Camel's file component, of Java; a garbled query. */
    private static final Set<String> NOT_OURS =
            Set.of("appendChars", "fileExist", "trustStore", "OutOfMemoryError", "aFROM", "tWHERE");

    /** Where a path in a page may begin, seen from the root. */
    private static final Set<String> ROOTS =
            Set.of("src", "docs", "routes", "config", "bench", "docker", ".ci", ".mvn");

    /** Files and classes that a reader is told to make. */
    private static final Set<String> TO_MAKE = Set.of(
            "routes/my-orders.camel.yaml",
            "config/catalog/my-shop.yaml",
            "routes/wards.camel.yaml",
            "routes/beds.camel.yaml",
            "routes/rooms.camel.yaml",
            "routes/people.camel.yaml",
            "routes/people-streamed.camel.yaml",
            "routes/system/people-steps.camel.yaml",
            "routes/system/drifted-keys.camel.yaml",
            "src/main/java/io/spicerack/cli/PingCommand.java",
            "src/main/java/io/spicerack/api/NamespaceOperations.java",
            "PingCommand",
            "NamespaceOperations",
            "ListNamespaces",
            "NameType",
            "NameDialect",
            "NameErrors",
            "NameSource",
            "NameColumn",
            "NameTypeTableTest",
            "NameKeyService");

    private static final Set<String> CODE =
            words("src", "routes", "config", "bench", "docker", "kubernetes", "spark", "spicerack", "pom.xml");

    static Stream<Path> pages() throws IOException {
        List<Path> pages;
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            pages = docs.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
        return Stream.concat(
                Stream.of("README.md", "CONTRIBUTING.md", "bench/README.md").map(Path::of), pages.stream());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aNameInCodeIsOneOfTheCode(Path page) throws IOException {
        nothingMissing(
                page,
                "names that occur in no source, route or setting",
                found(page, CAMEL_CASE, 0).filter(DocsNamesTest::isUnknown));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aTestThatAPageRestsOnIsThere(Path page) throws IOException {
        nothingMissing(
                page,
                "tests that are not there",
                TEST.matcher(Files.readString(page))
                        .results()
                        .map(MatchResult::group)
                        .filter(DocsNamesTest::isUnknown));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPropertyIsOneOfTheSettings(Path page) throws IOException {
        String known = Files.readString(Path.of("docs/configuration.md"))
                + Files.readString(Path.of("config/log4j2.properties"))
                + Files.readString(Path.of("spicerack"));
        String code = text(Path.of("src"));
        nothingMissing(
                page,
                "properties that are neither in settings.Property nor read by any class or the launcher",
                found(page, PROPERTY, 1).filter(name -> !known.contains(name) && !code.contains('"' + name + '"')));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aVariableIsAPropertyOrTheLaunchers(Path page) throws IOException {
        String properties = Files.readString(Path.of("docs/configuration.md"))
                .toUpperCase(Locale.ROOT)
                .replace('.', '_')
                .replace('-', '_');
        nothingMissing(
                page,
                "variables that are no property's and that nothing reads",
                found(page, VARIABLE, 0).filter(name -> !properties.contains(name) && !CODE.contains(name)));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void anEndpointIsOneOfTheRoutesThatAreShipped(Path page) throws IOException {
        String routes = text(Path.of("routes"))
                + Stream.of(Verb.values()).map(verb -> " spice:" + verb).collect(Collectors.joining());
        nothingMissing(
                page,
                "endpoints that no file in routes/ has",
                found(page, ENDPOINT, 0).filter(uri -> !routes.contains(uri)));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aMetricIsOneThatIsMeasured(Path page) throws IOException {
        String measured = text(Path.of("src/main/java/io/spicerack/ops"));
        nothingMissing(
                page,
                "metrics that ops does not have",
                found(page, METRIC, 0)
                        .filter(name -> !measured.contains("\"" + name + "\"")
                                && !measured.contains("counter(\"" + name.replaceFirst("_total$", "") + "\"")));
    }

    @Test
    void aCallOfTheManagementPortIsOneThatItAnswers() throws IOException {
        String admin = text(Path.of("src/main/java/io/spicerack/admin"));
        Path page = Path.of("docs/operations.md");
        nothingMissing(
                page,
                "paths that the management port does not know",
                found(page, MANAGEMENT, 1)
                        .flatMap(path -> Stream.of(path.split("/")))
                        .filter(part -> part.matches("[a-z][a-z-]+") && !admin.contains(part)));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPathIsThere(Path page) throws IOException {
        Path folder = page.toAbsolutePath().getParent();
        nothingMissing(
                page,
                "files that are not there",
                found(page, FILE, 0)
                        .filter(path -> path.contains("/") && ROOTS.contains(path.substring(0, path.indexOf('/'))))
                        .filter(path -> !TO_MAKE.contains(path)
                                && !Files.exists(Path.of(path))
                                && !Files.exists(folder.resolve(path))));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void anAnchorIsAHeading(Path page) throws IOException {
        Path folder = page.toAbsolutePath().getParent();
        for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
            Path target = link.group(1).isEmpty() ? page : folder.resolve(link.group(1));
            assertThat(HEADING.matcher(Files.readString(target)).results().map(heading -> heading.group(1)
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\w -]", "")
                            .replace(' ', '-')))
                    .as("headings of %s, which %s links to", target, page)
                    .contains(link.group(2));
        }
    }

    @Test
    void aNameThatIsMadeUpIsFound() {
        assertThat(CODE).contains("DataKey", "keyReport").doesNotContain("Refresh" + "Service");
    }

    private static boolean isUnknown(String name) {
        return !CODE.contains(name) && !NOT_OURS.contains(name) && !TO_MAKE.contains(name);
    }

    private static void nothingMissing(Path page, String what, Stream<String> missing) {
        assertThat(missing.distinct().sorted().toList())
                .as("%s: %s. Correct the page, or the code", page, what)
                .isEmpty();
    }

    /** In inline code and in blocks of code. */
    private static Stream<String> found(Path page, Pattern pattern, int group) throws IOException {
        String text = Files.readString(page);
        Stream<String> blocks = FENCED.matcher(text).results().map(block -> block.group(1));
        Stream<String> spans =
                SPAN.matcher(FENCED.matcher(text).replaceAll("")).results().map(span -> span.group(1));
        return Stream.concat(blocks, spans)
                .flatMap(code -> pattern.matcher(code).results())
                .map(name -> name.group(group));
    }

    private static Set<String> words(String... roots) {
        Set<String> words = new HashSet<>();
        for (String root : roots) {
            words.addAll(List.of(text(Path.of(root)).split("\\W+")));
        }
        return words;
    }

    private static String text(Path root) {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("DocsNamesTest.java"))
                    .filter(file -> !file.toString().matches(".*\\.(gz|md|parquet|zst|spice|bin|key|last-run\\.json)"))
                    .forEach(
                            file -> text.append(file.getFileName()).append('\n').append(read(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
