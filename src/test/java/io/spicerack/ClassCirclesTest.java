package io.spicerack;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
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
            "camel: IngestionsConsumer SpiceComponent SpiceEndpoint SpiceProducer",
            "Camel's own shape: a component makes endpoints, an endpoint makes consumers and producers, and these ask it"
                    + " for the component's parts",
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

    /** Those that reach each other: of what a walk left last, whatever reaches it has not been left before (Kosaraju). */
    private static Set<Set<String>> components(Map<String, Set<String>> to) {
        Deque<String> left = new ArrayDeque<>();
        Set<String> seen = new HashSet<>();
        to.keySet().forEach(one -> walk(one, to, seen, left::push));
        Map<String, Set<String>> from = new HashMap<>();
        to.forEach((one, others) -> others.forEach(other ->
                from.computeIfAbsent(other, backwards -> new TreeSet<>()).add(one)));
        Set<String> taken = new HashSet<>();
        Set<Set<String>> circles = new HashSet<>();
        for (String one : left) {
            Set<String> circle = new TreeSet<>();
            walk(one, from, taken, circle::add);
            if (circle.size() > 1) {
                circles.add(circle);
            }
        }
        return circles;
    }

    private static void walk(String at, Map<String, Set<String>> to, Set<String> seen, Consumer<String> leave) {
        if (seen.add(at)) {
            to.getOrDefault(at, Set.of()).forEach(next -> walk(next, to, seen, leave));
            leave.accept(at);
        }
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
