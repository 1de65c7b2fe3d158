package io.spicerack;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the product does not call is not in the product: a method or constructor that tests alone use would show that they
 * test something else than what runs. The compiler sees to private ones.
 */
@TakesLong
class DeadCodeTest {
    /** Called by what no class file of the product shows. */
    private static final Set<String> CALLED_FROM_ELSEWHERE = Set.of(
            // beans of the shipped routes
            "camel.sink.AuditBucket.put",
            "aws.CloudTrailLake.put",
            "camel.KeyWatchBean.look",
            "camel.KeyWatchBean.disable",
            "camel.KeyWatchBean.enable",
            "camel.KeyWatchBean.lockDown",
            "camel.KeyWatchBean.unlock",
            "camel.KeyReportBean.lines",
            "camel.KeyReportBean.drifted",
            // the pages' tests compare them with what they promise
            "api.QuickSightService.operations",
            "settings.Property.text",
            // the schema of route files for editors is made of them
            "routes.EndpointKind.start",
            "routes.ValueRule.form",
            // how tests reach the kit's servers, and kill them
            "kit.database.DatabaseServer.host",
            "kit.database.DatabaseServer.processId",
            // pgjdbc makes them by their names
            "catalog.server.PasswordInClear.<init>",
            "catalog.server.ServerTls.<init>",
            "source.postgres.HiddenPassword.<init>",
            "source.postgres.PostgresSockets.<init>",
            "source.postgres.PostgresTls.<init>",
            // with the routes running already: tests have none
            "admin.ManagementServer.start",
            // how SQLite walks a search: its SQL is nowhere else
            "catalog.AuditQueue.plan",
            // a version as docs/format.md has it, for whoever opens one; bench/ does
            "store.VersionStore.wrappedKey",
            "store.OpenVersion.files",
            "store.OpenVersion.rows",
            "store.OpenVersion.schema",
            "store.OpenVersion.sealedAt",
            "store.OpenVersion.source",
            "store.OpenVersion.verify",
            // the checksum by its definition, which other programs' rows are compared by
            "table.hash.TableChecksum.of",
            "table.hash.TableChecksum$Builder.add");

    @Test
    void whatTheProductDoesNotCallIsNotThere() {
        assertThat(ProductClasses.ALL.stream()
                        .flatMap(DeadCodeTest::codeUnits)
                        .filter(unit -> !isCalled(unit) && overriding(unit).noneMatch(DeadCodeTest::isCalled))
                        .filter(unit -> !CALLED_FROM_ELSEWHERE.contains(
                                unit.getOwner().getName().replace("io.spicerack.", "") + "." + unit.getName()))
                        .map(JavaMember::getFullName)
                        .sorted())
                .as("methods and constructors that nothing of the product calls")
                .isEmpty();
    }

    private static boolean isCalled(JavaCodeUnit unit) {
        return unit.getAccessesToSelf().stream()
                .anyMatch(access -> !access.getOrigin().equals(unit));
    }

    /** A call of a method by its subclass is one of its own. */
    private static Stream<JavaMethod> overriding(JavaCodeUnit unit) {
        return unit instanceof JavaMethod method
                ? unit.getOwner().getAllSubclasses().stream()
                        .flatMap(below -> below.getMethods().stream())
                        .filter(sameAs(method))
                : Stream.empty();
    }

    private static Stream<JavaCodeUnit> codeUnits(JavaClass type) {
        return type.getCodeUnits().stream().filter(unit -> mayBeDead(type, unit));
    }

    private static boolean mayBeDead(JavaClass type, JavaCodeUnit unit) {
        if (isGetterOfAManagedBean(type, unit)
                || unit.getModifiers().contains(JavaModifier.PRIVATE)
                || unit.getModifiers().contains(JavaModifier.SYNTHETIC)
                || unit.getModifiers().contains(JavaModifier.BRIDGE)
                || !unit.getAnnotations().isEmpty()) {
            return false;
        }
        if (unit instanceof JavaMethod method) {
            return !overrides(type, method)
                    && !isOfAllEnums(type, method)
                    && !isMain(method)
                    && !isAccessor(type, method);
        }
        return unit instanceof JavaConstructor && !isMadeByOthers(type, unit);
    }

    /** JMX reads them: MBeans, and the records of rows that MXBeans give. */
    private static boolean isGetterOfAManagedBean(JavaClass type, JavaCodeUnit unit) {
        return type.getSimpleName().endsWith("MBean")
                || (type.getPackageName().equals("io.spicerack.ops")
                        && unit.getName().matches("(get|is)[A-Z]\\w*"));
    }

    private static boolean overrides(JavaClass type, JavaMethod method) {
        return Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream())
                .flatMap(above -> above.getMethods().stream())
                .anyMatch(sameAs(method));
    }

    private static Predicate<JavaMethod> sameAs(JavaMethod method) {
        return other -> other.getName().equals(method.getName())
                && other.getRawParameterTypes().size()
                        == method.getRawParameterTypes().size();
    }

    private static boolean isOfAllEnums(JavaClass type, JavaMethod method) {
        return type.isEnum() && Set.of("values", "valueOf").contains(method.getName());
    }

    private static boolean isMain(JavaMethod method) {
        return method.getName().equals("main");
    }

    /** A record is its components, whoever reads them. */
    private static boolean isAccessor(JavaClass type, JavaMethod method) {
        return type.isRecord()
                && method.getRawParameterTypes().isEmpty()
                && type.tryGetField(method.getName()).isPresent();
    }

    /** Canonical ones of records, those that libraries call for an annotated class, and those that nobody wrote. */
    private static boolean isMadeByOthers(JavaClass type, JavaCodeUnit constructor) {
        return type.isRecord()
                || type.isAnonymousClass()
                || !type.getAnnotations().isEmpty()
                || constructor.getRawParameterTypes().isEmpty();
    }
}
