package io.spicerack;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.spicerack.ArchitectureTest.check;
import static io.spicerack.ProductClasses.ALL;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.spicerack.envelope.RuleBreaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** How large things may be, and what they are called. */
@TakesLong
class ShapesTest {
    private static final long MOST_CLASSES = 45;
    private static final long MOST_LINES = 400;
    private static final int MOST_PARAMETERS = 7;

    @Test
    void noTwoClassesHaveTheSameSimpleName() {
        Map<String, List<String>> byName = ALL.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getSimpleName, mapping(JavaClass::getName, toList())));
        assertThat(byName.values().stream().filter(names -> names.size() > 1)).isEmpty();
    }

    @Test
    void noPackageIsLargerThanARoomThatNeedsNoMap() {
        Map<String, Long> sizes = ALL.stream()
                .filter(JavaClass::isTopLevelClass)
                .collect(groupingBy(JavaClass::getPackageName, counting()));
        assertThat(sizes).allSatisfy((name, classes) -> assertThat(classes).isLessThanOrEqualTo(MOST_CLASSES));
    }

    /** What a tool writes is as long as it is. */
    @Test
    void noFileIsLongerThanCanBeReadAtOnce() throws IOException {
        List<String> longer = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                long lines;
                try (Stream<String> all = Files.lines(file)) {
                    lines = all.count();
                }
                if (lines > MOST_LINES) {
                    longer.add(file + ": " + lines + " lines; cut it along its subjects, at most " + MOST_LINES);
                }
            }
        }
        assertThat(longer).isEmpty();
    }

    @Test
    void noClassHasANameThatSaysNothing() {
        check(noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Helpers|Util|Utils|Impl)")
                .orShould()
                .haveNameMatching(".*[.$](Abstract[A-Z]|I[A-Z][a-z]).*")
                .because("a name says what the thing is"));
    }

    /** More hide a type. A record that is one row of a table has as many as its row. */
    @Test
    void nothingTakesMoreThanSevenParameters() {
        Set<String> rows = Set.of(
                "AuditQuery",
                "AuditRecord",
                "DataSourceDefinition",
                "DataSourceRecord",
                "IngestionRecord",
                "KeyReport$Line",
                "KmsKey",
                "SourceConfig",
                "SourceReadRecord",
                "VersionRecord");
        assertThat(ALL.stream()
                        .filter(type -> !rows.contains(type.getName().replaceFirst(".*\\.", "")))
                        // Parquet's interface
                        .filter(type -> !type.getName().contains("OnePageStore"))
                        .flatMap(type -> type.getCodeUnits().stream())
                        .filter(unit -> !unit.getModifiers().contains(JavaModifier.SYNTHETIC))
                        .filter(unit -> unit.getRawParameterTypes().size()
                                > MOST_PARAMETERS + (unit.getOwner().isEnum() ? 2 : 0))
                        .map(JavaMember::getFullName))
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatLivesThereAndIsNullMarked() {
        check(classes().should(liveInANullMarkedPackage()));
    }

    @Test
    void aPackageThatSaysNothingFails() {
        JavaClasses broken = new ClassFileImporter().importClasses(RuleBreaker.class, ShapesTest.class);
        assertThatThrownBy(() -> classes().should(liveInANullMarkedPackage()).check(broken))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("io.spicerack has no package-info");
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package whose package-info is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                String name = type.getPackageName();
                events.add(new SimpleConditionEvent(
                        type, marked, name + (marked ? " is" : " has no package-info that is") + " @NullMarked"));
            }
        };
    }
}
