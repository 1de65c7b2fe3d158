package io.spicerack;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static io.spicerack.ArchitectureTest.check;
import static io.spicerack.ArchitectureTest.within;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.spicerack.envelope.RuleBreaker;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Which package may touch which library. */
@TakesLong
class LibrariesTest {
    @Test
    void theModelDependsOnNothingButTheJdk() {
        check(classes()
                .that()
                .resideInAPackage(within("model"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(within("model"), "java..", "org.jspecify.annotations"));
    }

    @Test
    void onlyTheCamelPackageAndTheCompositionRootKnowCamel() {
        check(onlyIn("camel", "app").mayUse("org.apache.camel.."));
    }

    /** The kit's console plays the people who use AWS. */
    @Test
    void onlyTheRoutesPackageReadsYamlByItsEvents() {
        check(onlyIn("routes").mayUse("org.snakeyaml.."));
    }

    @Test
    void onlyTheAwsPackageKnowsTheClientsOfAwsServices() {
        check(onlyIn("aws", "kit.embedded").mayUse("software.amazon.awssdk.services.."));
    }

    @Test
    void signaturesAreCheckedWithTheSdkInOnePlace() {
        check(onlyIn("aws", "sigv4", "kit.embedded").mayUse("software.amazon.awssdk.."));
    }

    @Test
    void onlyTheTunnelPackageKnowsSsh() {
        check(onlyIn("tunnel").mayUse("org.apache.sshd.."));
    }

    @Test
    void onlyTheOpsPackageKnowsPrometheus() {
        check(onlyIn("ops").mayUse("io.prometheus.."));
    }

    /** In a process of its own: nothing native computes where the keys and the catalog are. */
    @Test
    void onlyTheWorkerOfTheEngineKnowsDuckDb() {
        check(onlyIn("engine.worker").mayUse("org.duckdb.."));
    }

    @Test
    void onlyTheTelemetryPackageKnowsOpenTelemetryAndOpenLineage() {
        check(onlyIn("telemetry").mayUse("io.opentelemetry.."));
        check(onlyIn("telemetry").mayUse("io.openlineage.."));
    }

    @Test
    void onlyTheFlightPackageKnowsArrowAndGrpc() {
        check(onlyIn("flight").mayUse("org.apache.arrow..", "io.grpc..", "com.google.protobuf.."));
    }

    @Test
    void onlyTheHawtioPackageKnowsJolokia() {
        check(onlyIn("hawtio").mayUse("org.jolokia.."));
    }

    @Test
    void onlyTheTablePackageKnowsParquet() {
        check(onlyIn("table").mayUse("org.apache.parquet.."));
    }

    /** The signature check of S3's chunks needs an HMAC, which the SDK's signer does not lend; SCRAM is made of some. */
    @Test
    void onlyTheEnvelopeAndTheEmbeddedAwsTouchKeyBytes() {
        check(onlyIn("envelope", "kit", "sigv4", "scram").mayUse("javax.crypto.."));
    }

    /** The catalog reaches its own SQLite file through JDBI; the embedded servers are set up through JDBC. */
    @Test
    void onlyExtractReadsUserDataThroughJdbc() {
        check(
                noClasses()
                        .that(not(resideInAnyPackage(
                                        within("source"),
                                        within("wire"),
                                        within("catalog"),
                                        within("engine.worker"),
                                        within("cli.sql"),
                                        within("kit.database"),
                                        within("kit.hospital"))
                                .or(handsConnectionsToCamel())))
                        .should()
                        .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..")
                                // plain values that the rows of camel-jdbc hold
                                .and(not(belongToAnyOf(
                                        java.sql.Date.class, java.sql.Time.class, java.sql.Timestamp.class))))
                        .because(
                                "rows of a source pass through extract alone; the exceptions are the catalog's own file,"
                                        + " a query engine's own database in memory, the terminal's client of the SQL port, the embedded servers' set-up, and Camel's DataSource for camel-jdbc"));
    }

    @Test
    void onlyTheRoomsOfPortsKnowTheServerBelowThem() {
        check(onlyIn("http", "pgwire").mayUse("io.vertx.."));
        check(onlyIn("http", "pgwire", "flight").mayUse("io.netty.."));
    }

    @Test
    void onlyTheCatalogUsesJdbiFlywayAndHikari() {
        check(onlyIn("catalog").mayUse("org.jdbi..", "org.flywaydb..", "com.zaxxer.."));
    }

    @Test
    void onlyTheCompositionRootKnowsTheCommandLine() {
        check(onlyIn("app", "cli", "kit.demo").mayUse("picocli.."));
    }

    @Test
    void onlyTheCompositionRootPrints() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(within("app"), within("cli"), within("kit.demo"))
                .should(ACCESS_STANDARD_STREAMS)
                .because("everything else logs"));
    }

    @Test
    void aBrokenRuleFails() {
        JavaClasses broken = new ClassFileImporter().importClasses(RuleBreaker.class, LibrariesTest.class);
        assertThatThrownBy(() -> onlyIn("aws").mayUse("javax.crypto..").check(broken))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("RuleBreaker");
    }

    private static Only onlyIn(String... packages) {
        return new Only(Stream.of(packages).map(ArchitectureTest::within).toList());
    }

    private record Only(List<String> packages) {
        ArchRule mayUse(String... libraries) {
            return noClasses()
                    .that()
                    .resideOutsideOfPackages(packages.toArray(String[]::new))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(libraries);
        }
    }

    /** camel-jdbc asks for a {@link DataSource}: the class that is one, and what is nested in it. */
    private static DescribedPredicate<JavaClass> handsConnectionsToCamel() {
        return resideInAPackage(within("camel"))
                .and(DescribedPredicate.describe("are a DataSource", type -> Stream.iterate(
                                type, outer -> outer.getEnclosingClass().orElse(null))
                        .takeWhile(outer -> outer != null)
                        .anyMatch(assignableTo(DataSource.class))));
    }
}
