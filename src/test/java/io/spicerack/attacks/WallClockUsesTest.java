package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The wall clock only labels: what measures or compares with it is named here with the reason why a step of the clock breaks no
 * promise there. Whoever needs a bound takes {@link io.spicerack.model.Ticker}.
 */
class WallClockUsesTest {
    /** By class, without what its nested classes are called. */
    private static final Map<String, String> NAMED = new TreeMap<>();

    static {
        named("a label that outlives the process is all that there is: shown, and no bound", "ops.Ages", "api.IngestionJson");
    }

    private static final Set<String> MEASURES = Set.of(
            "isBefore", "isAfter", "compareTo", "until", "minus", "plus", "minusSeconds", "plusSeconds", "minusMillis",
            "plusMillis");

    private static void named(String why, String... classes) {
        Stream.of(classes).forEach(name -> NAMED.put(name, why));
    }

    @Test
    void theWallClockIsComparedWhereAStepOfItIsHarmlessAndNowhereElse() {
        Map<String, Set<String>> found = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("io.spicerack")) {
            Set<String> uses = type.getAccessesFromSelf().stream()
                    .filter(WallClockUsesTest::measures)
                    .map(access -> access.getTarget().getOwner().getSimpleName() + "." + access.getName())
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!uses.isEmpty()) {
                found.computeIfAbsent(outer(type), name -> new TreeSet<>()).addAll(uses);
            }
        }
        assertThat(found).as("classes that compare or move times of the wall clock").hasSameSizeAs(found);
        assertThat(found.keySet())
                .as("classes that compare or move times of the wall clock: %s", found)
                .containsExactlyInAnyOrderElementsOf(NAMED.keySet());
    }

    private static boolean measures(JavaAccess<?> access) {
        JavaClass owner = access.getTarget().getOwner();
        String name = access.getName();
        return (owner.isEquivalentTo(Instant.class) && (MEASURES.contains(name) || name.equals("now")))
                || (owner.isEquivalentTo(Duration.class) && name.equals("between"))
                || (owner.isEquivalentTo(ChronoUnit.class) && name.equals("between"))
                || (owner.isEquivalentTo(Clock.class) && name.equals("millis"))
                || (owner.isEquivalentTo(System.class) && name.equals("currentTimeMillis"));
    }

    private static String outer(JavaClass type) {
        String name = type.getName().substring("io.spicerack.".length());
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
