package io.spicerack;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Classes that need each other. Where one does, neither can be read, tested or moved without the other: the list of those that
 * may is short, and gets no longer. A nested class counts as the one around it; what a sealed type permits counts where it is
 * used.
 */
@TakesLong
class ClassCirclesTest {
    private static final String OURS = "io.spicerack.";

    /** Each with the reason why it is one thing in several files. */
    private static final Map<String, String> HONEST = Map.of(
            "camel: AuditConsumer IngestionsConsumer SecretsConsumer SpiceComponent SpiceEndpoint SpiceProducer",
            "Camel's own shape: a component makes endpoints, an endpoint makes consumers and producers, and these read its"
                    + " options",
            "source: ValueHashes ValuesQuery",
            "a database's answer, which is a query or why there is none, and the first of the two",
            "tls: ShownCertificate ShownPasswordKey ShownProof",
            "a sealed type, its two kinds, and the reading of either");

    @Test
    void noClassesFormACircle() {
        assertThat(circles(ProductClasses.ALL)).containsExactlyInAnyOrderElementsOf(HONEST.keySet());
    }

    @Test
    void whoeverReachesItselfOverOthersIsInACircleWithThem() {
        assertThat(components(Map.of(
                        "a", Set.of("b"),
                        "b", Set.of("c", "d"),
                        "c", Set.of("a"),
                        "d", Set.of("e"))))
                .containsExactly(Set.of("a", "b", "c"));
    }

    private static List<String> circles(JavaClasses classes) {
        Map<String, Set<String>> to = new TreeMap<>();
        classes.forEach(type -> type.getDirectDependenciesFromSelf().forEach(dependency -> {
            String other = outermost(dependency.getTargetClass());
            if (other.startsWith(OURS) && !other.equals(outermost(type))) {
                to.computeIfAbsent(outermost(type), from -> new TreeSet<>()).add(other);
            }
        }));
        return components(to).stream().map(ClassCirclesTest::text).toList();
    }

    /** Those that reach each other. */
    private static Set<Set<String>> components(Map<String, Set<String>> to) {
        Map<String, Set<String>> reached = new TreeMap<>();
        to.keySet().forEach(one -> reached.put(one, reached(one, to)));
        return to.keySet().stream()
                .map(one -> reached.get(one).stream()
                        .filter(other -> reached.getOrDefault(other, Set.of()).contains(one))
                        .collect(toCollection(TreeSet::new)))
                .filter(circle -> !circle.isEmpty())
                .collect(toSet());
    }

    private static Set<String> reached(String from, Map<String, Set<String>> to) {
        Set<String> reached = new HashSet<>();
        Deque<String> next = new ArrayDeque<>(to.getOrDefault(from, Set.of()));
        while (!next.isEmpty()) {
            String one = next.pop();
            if (reached.add(one)) {
                next.addAll(to.getOrDefault(one, Set.of()));
            }
        }
        return reached;
    }

    private static String outermost(JavaClass type) {
        return type.getBaseComponentType().getName().replaceFirst("\\$.*", "");
    }

    /** Its package, where it is all in one, and its classes. */
    private static String text(Set<String> circle) {
        String place = circle.stream()
                .map(name -> name.substring(0, name.lastIndexOf('.')).replaceFirst("io\\.spicerack\\.?", ""))
                .distinct()
                .collect(joining(" and "));
        return circle.stream()
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .collect(joining(" ", place + ": ", ""));
    }
}
