package io.spicerack;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.spicerack.core.Spice;
import io.spicerack.core.reading.Readers;
import io.spicerack.envelope.RuleBreaker;
import io.spicerack.model.Arn;
import io.spicerack.model.KeyReference;
import io.spicerack.table.Schema;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The layers: who may know whom. {@link LibrariesTest} says who may touch which library, {@link ClassCirclesTest} who forms a
 * circle, {@link ShapesTest} how large things are and what they are called. Plain tests rather than ArchUnit's own
 * annotations: Surefire can run none of those and still report success.
 */
@TakesLong
class ArchitectureTest {
    /**
     * Bottom first. A package may use itself and every package of a lower level: nothing above, nothing beside. The
     * envelope lies below table, which takes a file's key as a handle that wipes itself, not as bytes.
     */
    static final List<List<String>> LEVELS = List.of(
            List.of("model"),
            List.of("envelope", "sigv4", "scram", "http", "shapes", "tls", "wire"),
            List.of("table", "tunnel"),
            List.of("catalog", "store", "audit"),
            List.of("source", "backup"),
            List.of("prepare"),
            List.of("core"),
            List.of("routes", "query"),
            List.of("camel", "api", "aws", "ops", "login", "pgwire", "engine", "telemetry"),
            List.of("page", "hawtio", "flight"),
            List.of("admin"),
            List.of("settings"),
            List.of("cli"),
            List.of("app"),
            // the kit: a jar of its own, not in the production archive
            List.of("kit.state", "kit.database"),
            List.of("kit.protocol", "kit.hospital"),
            List.of("kit.kms", "kit.s3", "kit.trail"),
            List.of("kit.secrets"),
            List.of("kit.aws"),
            List.of("kit.embedded"),
            List.of("kit.demo"));

    /** Bottom first, inside the core: a room may use itself and those before it. The wiring of all stands above. */
    static final List<String> CORE = List.of(
            "trail", "keys", "sources", "reading", "proof", "increment", "refresh", "queue", "revoke", "account");

    @Test
    void importsGoDownOnlyAndNeverSideways() {
        layers().check(ProductClasses.ALL);
    }

    @Test
    void everyClassLivesInAPackageThatHasALevel() {
        String[] known = packages().map(ArchitectureTest::within).toArray(String[]::new);
        check(classes().should().resideInAnyPackage(known).because("a new package needs a level in LEVELS"));
    }

    @Test
    void noPackagesFormACycle() {
        check(slices().matching("io.spicerack.(**)").should().beFreeOfCycles());
    }

    @Test
    void theProductKnowsNothingOfTheKit() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(within("kit"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(within("kit"))
                .because("the kit is not in the production archive; app.Kit finds it when it is there"));
    }

    @Test
    void theSettingsSayWhatIsToBeAndBuildNothing() {
        check(noClasses()
                .that()
                .resideInAPackage(within("settings"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(within("aws"), within("camel"))
                .because("clients and providers are built where all is wired, in app"));
    }

    /** A database knows the port; the port knows no database. */
    @Test
    void theDatabasesAndTheirPortFormNoCycle() {
        slices().matching("io.spicerack.(**)")
                .should()
                .beFreeOfCycles()
                .check(ProductClasses.ALL.that(resideInAPackage(within("source"))));
        check(noClasses()
                .that(resideInAPackage("io.spicerack.source")
                        .or(not(resideInAnyPackage(within("source"), within("core.sources")))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.spicerack.source.*..")
                .because("a database is named in one line, where all that are served stand"));
    }

    @Test
    void insideTheCoreImportsGoDownTheList() {
        var rooms = layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
        for (int room = 0; room < CORE.size(); room++) {
            String name = CORE.get(room);
            String[] before = CORE.subList(0, room).toArray(String[]::new);
            rooms = rooms.layer(name).definedBy(within("core." + name));
            rooms = before.length == 0
                    ? rooms.whereLayer(name).mayNotAccessAnyLayer()
                    : rooms.whereLayer(name).mayOnlyAccessLayers(before);
        }
        check(rooms);
        check(noClasses()
                .that()
                .resideInAPackage("io.spicerack.core.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.spicerack.core"));
        check(classes()
                .that()
                .resideInAPackage("io.spicerack.core..")
                .should()
                .resideInAnyPackage(Stream.concat(
                                Stream.of("io.spicerack.core"), CORE.stream().map(name -> within("core." + name)))
                        .toArray(String[]::new))
                .because("a new room needs its place in CORE"));
    }

    /** These put a skin together, or look the core up for Camel; whatever they make takes what it uses. */
    @Test
    void onlyThoseWhoPutASkinTogetherSeeTheWholeCore() {
        Set<String> known = Set.of(
                "Service",
                "QuickSightServer",
                "QuickSightService",
                "ManagementServer",
                "ManagementService",
                "ManagementEndpoints",
                "Metrics",
                "OperatorPage",
                "PageState",
                "PageAction",
                "OpsBeans",
                "Pipeline",
                "SpiceComponent",
                "SpiceEndpoint",
                "SpiceProducer",
                "IngestionsConsumer");
        check(noClasses()
                .that(not(resideInAnyPackage(within("core"), within("kit.demo"))
                        .or(DescribedPredicate.describe(
                                "put a skin together",
                                type -> known.contains(
                                        type.getName().replaceFirst(".*\\.", "").replaceFirst("\\$.*", ""))))))
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Spice.class));
    }

    /** What a principal reads passes the rules of who sees what; the management port's own token is the one that has none. */
    @Test
    void onlyTheOperatorReadsWithoutTheRulesOfADataSet() {
        Set<String> openers = ProductClasses.ALL.get(Readers.class).getMethods().stream()
                .filter(method -> method.getName().endsWith("open"))
                .flatMap(method -> method.getAccessesToSelf().stream())
                .map(access -> access.getOriginOwner())
                .filter(opener -> !opener.getPackageName().startsWith("io.spicerack.core.")
                        && !opener.getPackageName().equals("io.spicerack.kit.demo"))
                .map(JavaClass::getSimpleName)
                .collect(toSet());
        assertThat(openers).containsExactly("Rows");
    }

    /** Providers name keys; everybody else hands on what a provider, the catalog, a file or a record says. */
    @Test
    void keysAreNamedByTheirProvidersAndReadFromWhatWasKept() {
        Set<String> makers = ProductClasses.ALL.get(KeyReference.class).getConstructors().stream()
                .flatMap(constructor -> constructor.getAccessesToSelf().stream())
                .map(access -> access.getOriginOwner())
                .filter(maker -> !maker.getPackageName().startsWith("io.spicerack.envelope."))
                .map(JavaClass::getSimpleName)
                .collect(toSet());
        assertThat(makers)
                .containsExactlyInAnyOrder(
                        "KmsKeyNames",
                        "ModelColumns",
                        "DestinationSeals",
                        "KeyWord",
                        "MaskHash",
                        "ManifestFile",
                        "TrailSearch",
                        "Drill");
        assertThat(Stream.of(
                                ProductClasses.ALL.get(KeyReference.class).getMethod("text"),
                                ProductClasses.ALL.get(Arn.class).getMethod("parse", String.class),
                                ProductClasses.ALL.get(Arn.class).getMethod("find", String.class))
                        .flatMap(method -> method.getAccessesToSelf().stream())
                        .map(access -> access.getOriginOwner().getName())
                        .filter(name -> name.startsWith("io.spicerack.core.")))
                .isEmpty();
        check(noClasses()
                .that()
                .resideOutsideOfPackages("io.spicerack.envelope.*..", within("app"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.spicerack.envelope.*..")
                .because("a provider of keys is named in one line, where all that are served stand"));
    }

    @Test
    void theRulesSeeTheTree() {
        assertThat(ProductClasses.ALL.contain("io.spicerack.envelope.DataKey")).isTrue();
        assertThat(ProductClasses.ALL.contain(ArchitectureTest.class)).isFalse();
    }

    @Test
    void anEnvelopeThatKnowsOfTablesBreaksTheLayers() {
        JavaClasses broken = new ClassFileImporter().importClasses(RuleBreaker.class, Schema.class);
        assertThatThrownBy(() -> layers().check(broken))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("RuleBreaker")
                .hasMessageContaining("Schema");
    }

    static void check(ArchRule rule) {
        // a rule about a package that does not exist yet holds
        rule.allowEmptyShould(true).check(ProductClasses.ALL);
    }

    private static ArchRule layers() {
        var layers = layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
        for (String name : packages().toList()) {
            layers = layers.layer(name).definedBy(within(name));
        }
        for (int level = 0; level < LEVELS.size(); level++) {
            String[] below =
                    LEVELS.subList(0, level).stream().flatMap(List::stream).toArray(String[]::new);
            for (String name : LEVELS.get(level)) {
                layers = below.length == 0
                        ? layers.whereLayer(name).mayNotAccessAnyLayer()
                        : layers.whereLayer(name).mayOnlyAccessLayers(below);
            }
        }
        return layers;
    }

    private static Stream<String> packages() {
        return LEVELS.stream().flatMap(List::stream);
    }

    static String within(String name) {
        return "io.spicerack." + name + "..";
    }
}
