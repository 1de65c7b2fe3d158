package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import io.spicerack.ProductClasses;
import io.spicerack.TakesLong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
@TakesLong
class WallClockUsesTest {
    /** By class, without what its nested classes are called. */
    private static final Map<String, String> NAMED = new TreeMap<>();

    static {
        named(
                "shown to people: of what outlives a process there is no more than its labels",
                "api.IngestionJson",
                "app.RefreshCosts",
                "core.trail.FailingSinks",
                "kit.demo.DemoStage",
                "ops.Ages",
                "ops.DataSetMetrics",
                "ops.Metrics",
                "page.AuditByHour",
                "page.Banner",
                "page.DataSetTable",
                "page.PageState",
                "page.RunTimeline");
        named("the doctor compares this machine's clock with another's", "cli.LocalDoctor");
        named("the first bits of an id", "audit.event.EventIds");
        named(
                "which files of the trail are older than the catalog's copy, of two labels of one clock",
                "backup.Backup");
        named(
                "when a push that nobody takes is given up: late news, and no promise of revocation",
                "core.trail.Alerts");
        named("a label of a notification", "ops.AlertsBean");
        named("until when a level is, for people: a Ticker ends it", "ops.LogLevels");
        named("times that stand in records, told to another system", "telemetry.EndedRuns", "telemetry.OtlpTraces");
        named(
                "times that stand in records, compared with each other",
                "audit.file.DigestChain",
                "audit.verify.TrailComparison",
                "cli.AuditReconcileCommand");
        named(
                "CloudTrail's files are of hours by the wall clock; what retention deletes, every sink has got before",
                "core.trail.AuditFiles");
        named(
                "people mean the clock on the wall when they say at what time to refresh",
                "camel.schedule.CronSchedule",
                "camel.schedule.QuartzSchedules",
                "camel.schedule.RouteTimes",
                "routes.CronTimes",
                "routes.ScheduleTimes",
                "model.RefreshSchedule",
                "model.ScheduleFrequency");
        named("the dates of signatures are their senders' wall clocks, by AWS's rule", "sigv4.SignatureCheck");
        named("what may be forgotten is remembered as a date: older ones are refused", "catalog.UsedSignatures");
        named("times of a schedule are compared with each other, not with the clock", "catalog.ScheduleStore");
        named("refreshes by hand in 24 hours, over restarts: a courtesy to sources", "core.queue.Ingestions");
        named(
                "a window over dates that stand in the source's rows, never later than the version that is there",
                "core.refresh.DefinedQueries",
                "core.increment.IncrementalStart");
        named("how long a statement took, as its record says", "core.sources.StatementRecords");
        named(
                "how far records of refused callers are apart; a clock set back writes one at once",
                "core.trail.Refusals");
        named("a label that is later than the one before, whatever the clock says", "core.sources.DataSources");
        named("a cell", "table.CellReader");
        named(
                "the local AWS stands in for services that have dates of their own",
                "kit.kms.KmsKeys",
                "kit.kms.KmsRotation",
                "kit.kms.KmsState",
                "kit.secrets.SecretLifecycle",
                "kit.secrets.SecretsState",
                "kit.trail.EventFilter",
                "kit.trail.EventHistory",
                "kit.trail.TrailOperations");
    }

    private static final Set<String> MEASURES = Set.of(
            "isBefore",
            "isAfter",
            "compareTo",
            "until",
            "minus",
            "plus",
            "minusSeconds",
            "plusSeconds",
            "minusMillis",
            "plusMillis");

    private static void named(String why, String... classes) {
        Stream.of(classes).forEach(name -> NAMED.put(name, why));
    }

    @Test
    void theWallClockIsComparedWhereAStepOfItIsHarmlessAndNowhereElse() {
        Map<String, Set<String>> found = new TreeMap<>();
        for (JavaClass type : ProductClasses.ALL) {
            Set<String> uses = type.getAccessesFromSelf().stream()
                    .filter(WallClockUsesTest::measures)
                    .map(access -> access.getTarget().getOwner().getSimpleName() + "." + access.getName())
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!uses.isEmpty()) {
                found.computeIfAbsent(outer(type), name -> new TreeSet<>()).addAll(uses);
            }
        }
        assertThat(found.keySet())
                .as("classes that compare or move times of the wall clock: %s", found)
                .containsExactlyInAnyOrderElementsOf(NAMED.keySet());
    }

    /** Camel's {@code timer:} is a {@code java.util.Timer}: set back by two hours, the clock would hold it up for as long. */
    @Test
    void noRouteThatIsShippedWaitsByTheWallClock() throws IOException {
        try (Stream<Path> routes = Files.walk(Path.of("routes"))) {
            for (Path route : routes.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(route)).as(route.toString()).doesNotContain("uri: timer:");
            }
        }
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
