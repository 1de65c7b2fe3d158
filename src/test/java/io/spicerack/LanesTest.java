package io.spicerack;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * {@code ./mvnw test} starts no server: whatever starts one, itself or through its fixtures, carries {@link WithServers}.
 * A test's own classes and those that start the embedded databases are looked through, the product is not.
 */
@TakesLong
class LanesTest {
    private static final Set<String> STARTERS = Set.of(
            "java.lang.ProcessBuilder",
            "io.spicerack.engine.DuckDbEngine",
            "io.zonky.test.db.postgres.embedded.EmbeddedPostgres");

    /** Without a look at the libraries that they use, which takes most of the time. */
    private static final Collection<JavaClass> CLASSES = ArchConfiguration.withThreadLocalScope(configuration -> {
        configuration.setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .withImportOption(
                        location -> location.contains("/test-classes/") || location.contains("/kit/database/"))
                .importPackages("io.spicerack");
    });

    /** Top-level class to the top-level classes that it uses and that are looked through, and to starters. */
    private static final Map<String, Set<String>> USES = uses();

    @Test
    void whateverStartsAServerOrAProcessIsLeftToVerify() {
        assertThat(tests().filter(test -> !test.isAnnotatedWith(WithServers.class))
                        .flatMap(test -> wayToAStarter(test).stream()))
                .as("tests that start servers or processes and must be annotated @WithServers")
                .isEmpty();
    }

    @Test
    void whatNeedsNoServerRunsAtOnce() {
        assertThat(tests().filter(test -> test.isAnnotatedWith(WithServers.class))
                        .filter(test -> wayToAStarter(test).isEmpty())
                        .map(JavaClass::getSimpleName))
                .as("tests that are annotated @WithServers and start none")
                .isEmpty();
    }

    @Test
    void theWalkSeesTheTests() {
        assertThat(tests().map(JavaClass::getSimpleName)).contains("LanesTest", "LauncherTest", "ArchitectureTest");
    }

    @Test
    void madeUpValuesComeFromASeedThatStandsInTheTest() {
        assertThat(CLASSES.stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(Property.class)
                                && method.getAnnotationOfType(Property.class)
                                        .seed()
                                        .isEmpty())
                        .map(JavaMethod::getFullName))
                .as("properties that nobody can try again")
                .isEmpty();
    }

    private static Stream<JavaClass> tests() {
        return CLASSES.stream()
                .filter(LanesTest::isTestCode)
                .filter(type -> type.getAllMethods().stream().anyMatch(LanesTest::isTest))
                .map(LanesTest::topLevel)
                .distinct();
    }

    private static boolean isTest(JavaMethod method) {
        return method.getAnnotations().stream()
                .map(annotation -> annotation.getRawType().getName())
                .anyMatch(name -> (name.startsWith("org.junit.jupiter.") && name.endsWith("Test"))
                        || name.equals("org.junit.jupiter.api.TestFactory")
                        || name.equals(Property.class.getName()));
    }

    /** Breadth first, so that the shortest way is told. */
    private static Optional<String> wayToAStarter(JavaClass test) {
        ArrayDeque<List<String>> ways = new ArrayDeque<>(List.of(List.of(test.getName())));
        Set<String> seen = new HashSet<>();
        while (!ways.isEmpty()) {
            List<String> way = ways.remove();
            String last = way.get(way.size() - 1);
            if (STARTERS.contains(last)) {
                return Optional.of(way.stream()
                        .map(name -> name.substring(name.lastIndexOf('.') + 1))
                        .collect(Collectors.joining(" -> ")));
            }
            if (seen.add(last)) {
                for (String next : USES.getOrDefault(last, Set.of())) {
                    ways.add(Stream.concat(way.stream(), Stream.of(next)).toList());
                }
            }
        }
        return Optional.empty();
    }

    private static Map<String, Set<String>> uses() {
        Map<String, Set<String>> uses = new HashMap<>();
        for (JavaClass type : CLASSES) {
            if (isTestCode(type) || startsDatabases(type)) {
                type.getDirectDependenciesFromSelf().stream()
                        .map(Dependency::getTargetClass)
                        .filter(target ->
                                isTestCode(target) || startsDatabases(target) || STARTERS.contains(target.getName()))
                        .map(target -> topLevel(target).getName())
                        .forEach(name -> uses.computeIfAbsent(topLevel(type).getName(), any -> new TreeSet<>())
                                .add(name));
            }
        }
        return uses;
    }

    private static boolean isTestCode(JavaClass type) {
        return type.getSource()
                .map(source -> source.getUri().toString().contains("/test-classes/"))
                .orElse(false);
    }

    private static boolean startsDatabases(JavaClass type) {
        return type.getPackageName().equals("io.spicerack.kit.database");
    }

    private static JavaClass topLevel(JavaClass type) {
        return type.getEnclosingClass().map(LanesTest::topLevel).orElse(type);
    }
}
