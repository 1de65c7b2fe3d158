package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.AuditFault;
import io.spicerack.core.WithCore;
import io.spicerack.core.queue.RouteFiles;
import io.spicerack.core.trail.SoleOwners;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.PreconditionNotMetException;
import io.spicerack.model.RequestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.quartz.Trigger;
import org.quartz.TriggerKey;

/** Edits of route files while the service runs. Each look is called by hand, so that nothing waits for a clock. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@WithServers
@WithCore
class LiveRoutesTest {
    private static final String BROKEN = "dataSet: wards\ndataSuorce: db\nsql: SELECT 1 AS id\n";

    private final PipelineFixture fixture;
    private final TestDatabase database = TestDatabases.postgres().newDatabase();

    LiveRoutesTest(PipelineFixture fixture) {
        this.fixture = fixture.postgres("db", database);
        fixture.routes().shared();
        fixture.routes().write("wards", rows("wards", 1)).write("beds", rows("beds", 2));
        fixture.start();
    }

    @AfterEach
    void asAtFirst() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            for (Path file : files.filter(each -> !Files.isDirectory(each)).toList()) {
                Files.delete(file);
            }
        }
        fixture.routes().write("wards", rows("wards", 1)).write("beds", rows("beds", 2));
        settle();
        assertThat(states()).containsExactly("routes/beds.camel.yaml LIVE", "routes/wards.camel.yaml LIVE");
    }

    @Test
    void anEditIsLiveOnceTwoLooksHaveSeenIt() {
        fixture.routes().write("wards", rows("wards", 5));
        look();
        assertThat(refreshed("wards")).isEqualTo(1);
        look();
        assertThat(refreshed("wards")).isEqualTo(5);
        assertThat(records("DeployRouteFile").get(0))
                .contains("\"file\":\"routes/wards.camel.yaml\"", "\"fileOwner\":\"", "\"before\":[{", "\"after\":[{");
    }

    @Test
    void aBrokenEditIsRefusedWithItsPlaceAndTheVersionBeforeGoesOn() {
        fixture.routes().write("wards", BROKEN);
        settle();
        RouteFiles.Line line = line("wards");
        assertThat(line.state()).isEqualTo(RouteFiles.State.REFUSED);
        assertThat(line.serves()).isTrue();
        assertThat(line.why()).contains("routes/wards.camel.yaml:2:1: ", "'dataSuorce'", "dataSource");
        assertThat(difference("wards")).contains("+ dataSuorce: db", "+ sql: SELECT 1 AS id");
        assertThat(refreshed("wards")).isEqualTo(1);
        fixture.routes().write("wards", rows("wards", 3));
        settle();
        assertThat(difference("wards")).isEmpty();
        assertThat(line("wards").state()).isEqualTo(RouteFiles.State.LIVE);
        assertThat(refreshed("wards")).isEqualTo(3);
    }

    @Test
    void aFileThatIsEmptiedBeforeItIsWrittenIsNeverSeenEmpty() {
        int refused = records("RefuseRouteFile").size();
        fixture.routes().write("wards", "");
        look();
        fixture.routes().write("wards", rows("wards", 4).substring(0, 30));
        look();
        fixture.routes().write("wards", rows("wards", 4));
        settle();
        assertThat(records("RefuseRouteFile")).hasSize(refused);
        assertThat(refreshed("wards")).isEqualTo(4);
    }

    @Test
    void aRunInFlightEndsUnderItsOldRouteAndNoOtherFileWaits() throws Exception {
        try (Connection holds = database.connect();
                Statement lock = holds.createStatement()) {
            lock.execute("SELECT pg_advisory_lock(17)");
            fixture.routes()
                    .write(
                            "wards",
                            query(
                                    "wards",
                                    "SELECT n AS id FROM generate_series(1, 7) AS n,"
                                            + " (SELECT pg_advisory_lock_shared(17)) AS waits"));
            settle();
            DataSetId wards = new DataSetId("wards");
            IngestionId running = fixture.spice().ingestions().request(wards, RequestSource.MANUAL);
            await().until(() -> fixture.spice().ingestions().running().size() == 1);
            IngestionId waiting = fixture.spice().ingestions().request(wards, RequestSource.MANUAL);
            fixture.routes().write("wards", rows("wards", 8)).write("beds", rows("beds", 9));
            settle();
            assertThat(line("wards").state()).isEqualTo(RouteFiles.State.DRAINING);
            assertThat(line("wards").why()).contains("a refresh in flight ends under the version before");
            assertThat(difference("wards"))
                    .contains("routes/wards.camel.yaml: differs")
                    .anyMatch(changed ->
                            changed.startsWith("  wards: query: ") && changed.contains("generate_series(1, 8)"));
            assertThat(difference("beds")).isEmpty();
            assertThat(refreshed("beds")).isEqualTo(9);
            lock.execute("SELECT pg_advisory_unlock(17)");
            IngestionRecord first = fixture.probe().ended(wards, running);
            assertThat(first.status()).isEqualTo(IngestionStatus.COMPLETED);
            assertThat(first.rows().rowsIngested()).isEqualTo(7);
            assertThat(fixture.spice()
                            .ingestions()
                            .find(wards, waiting)
                            .orElseThrow()
                            .status())
                    .as("what waits is for the edited route")
                    .isEqualTo(IngestionStatus.QUEUED);
            await().until(() -> {
                look();
                return line("wards").state() == RouteFiles.State.LIVE;
            });
            assertThat(fixture.probe().ended(wards, waiting).rows().rowsIngested())
                    .isEqualTo(8);
        }
    }

    @Test
    void anEditThatIsTakenBackWhileItWaitsChangesNothing() throws Exception {
        try (Connection holds = database.connect();
                Statement lock = holds.createStatement()) {
            lock.execute("SELECT pg_advisory_lock(18)");
            String slow = query(
                    "wards",
                    "SELECT n AS id FROM generate_series(1, 7) AS n,"
                            + " (SELECT pg_advisory_lock_shared(18)) AS waits");
            fixture.routes().write("wards", slow);
            settle();
            DataSetId wards = new DataSetId("wards");
            IngestionId running = fixture.spice().ingestions().request(wards, RequestSource.MANUAL);
            await().until(() -> fixture.spice().ingestions().running().size() == 1);
            fixture.routes().write("wards", rows("wards", 8));
            settle();
            fixture.routes().write("wards", slow);
            settle();
            assertThat(line("wards").state()).isEqualTo(RouteFiles.State.LIVE);
            lock.execute("SELECT pg_advisory_unlock(18)");
            assertThat(fixture.probe().ended(wards, running).status()).isEqualTo(IngestionStatus.COMPLETED);
            assertThat(refreshed("wards")).isEqualTo(7);
        }
    }

    @Test
    void whatIsDeletedEndsAndWhatIsPutBackGoesOn() throws IOException {
        Files.delete(file("wards"));
        settle();
        assertThat(states()).containsExactly("routes/beds.camel.yaml LIVE");
        assertThat(refusal("wards")).contains("declared by no file any more");
        assertThat(records("RemoveRouteFile").get(0)).contains("routes/wards.camel.yaml", "\"after\":[]");
        fixture.routes().write("wards", rows("wards", 6));
        settle();
        assertThat(refreshed("wards")).isEqualTo(6);
    }

    @Test
    void aRenamedFileAndTwoThatChangeTheirDataSets() throws IOException {
        Files.move(file("wards"), file("stations"));
        settle();
        assertThat(states()).containsExactly("routes/beds.camel.yaml LIVE", "routes/stations.camel.yaml LIVE");
        assertThat(refreshed("wards")).isEqualTo(1);
        fixture.routes().write("stations", rows("beds", 3)).write("beds", rows("wards", 4));
        settle();
        assertThat(refreshed("beds")).isEqualTo(3);
        assertThat(refreshed("wards")).isEqualTo(4);
    }

    @Test
    void aFileCannotTakeADataSetFromOneThatIsBroken() {
        fixture.routes().write("wards", "dataSet wards").write("thief", rows("wards", 9));
        settle();
        assertThat(line("wards").state()).isEqualTo(RouteFiles.State.REFUSED);
        assertThat(line("thief").why()).contains("routes/thief.camel.yaml:1:10", "stands at routes/wards.camel.yaml");
        assertThat(refreshed("wards")).isEqualTo(1);
    }

    @Test
    void whatCannotBeStartedIsRolledBack() {
        // a route of two data sets, the second of which somebody else refreshes already
        SoleOwners.Ownership other =
                fixture.spice().soleOwners().own("the ingestions of data set 'theatres'", "a test");
        try (other) {
            fixture.routes().write("wards", two("wards", "theatres"));
            settle();
            assertThat(line("wards").state()).isEqualTo(RouteFiles.State.REFUSED);
            assertThat(line("wards").serves()).isTrue();
            assertThat(line("wards").why()).contains("theatres");
            assertThat(difference("wards"))
                    .contains("routes/wards.camel.yaml: differs")
                    .anyMatch(changed -> changed.startsWith("  theatres: "));
            assertThat(refreshed("wards")).isEqualTo(1);
        }
    }

    @Test
    void aTriggerIsTouchedByItsOwnEditAlone() throws Exception {
        fixture.routes().write("wards", rows("wards", 1) + "schedule: 0 0 3 * * ?\n");
        settle();
        Trigger before = trigger("wards");
        fixture.routes().write("wards", "# a comment\n" + rows("wards", 2) + "schedule: 0 0 3 * * ?\n");
        settle();
        assertThat(trigger("wards").getStartTime()).isEqualTo(before.getStartTime());
        fixture.routes().write("wards", rows("wards", 2) + "schedule: 0 0 4 1 1 ?\n");
        settle();
        assertThat(trigger("wards").getNextFireTime()).isNotEqualTo(before.getNextFireTime());
        fixture.routes().write("wards", rows("wards", 2));
        settle();
        assertThat(trigger("wards")).isNull();
        assertThat(fixture.spice().schedules().ofRoutes(new DataSetId("wards"))).isEmpty();
    }

    @Test
    void whatWasMissedIsMadeUpForOnceWhereTheFileSaysSo() throws Exception {
        String schedule = "schedule: {cron: \"0 0 * * * ?\", zone: UTC";
        fixture.routes().write("wards", rows("wards", 1) + schedule + ", catchUp: once}\n");
        fixture.routes().write("beds", rows("beds", 2) + schedule + "}\n");
        settle();
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        assertThat(fixture.spice().schedules().lastFired("refresh.wards")).isPresent();
        fixture.spice().schedules().keepFired("refresh.wards", hour.minusSeconds(5 * 3600));
        fixture.restart();
        assertThat(trigger("wards").getNextFireTime().toInstant())
                .as("the newest that was missed")
                .isBetween(hour, Instant.now());
        assertThat(trigger("beds").getNextFireTime().toInstant()).isAfter(Instant.now());
    }

    @Test
    void eachTimeThatWasMissedIsMadeUpForOnceWhereTheFileSaysAll() throws Exception {
        DataSetId wards = new DataSetId("wards");
        fixture.routes()
                .write(
                        "wards",
                        rows("wards", 1)
                                + "schedule: {cron: \"0 0 * * * ?\", zone: UTC, catchUp: all, overlap: skip}\n");
        settle();
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        fixture.spice().schedules().keepFired("refresh.wards", hour.minusSeconds(5 * 3600));
        int before = scheduled(wards).size();
        fixture.restart();
        fixture.pipeline().resumeSchedules();
        await().until(() -> scheduled(wards).size() == before + 5
                && scheduled(wards).stream().allMatch(run -> run.ended() != null));
        fixture.pipeline().pauseSchedules();
        assertThat(scheduled(wards)).allMatch(run -> run.status() == IngestionStatus.COMPLETED);
        assertThat(records("CatchUpSchedule").get(0))
                .contains("\"schedule\":\"refresh.wards\"", "\"times\":5", "\"last\":\"" + hour);
        assertThat(fixture.spice().schedules().lastFired("refresh.wards")).contains(hour);
        fixture.restart();
        assertThat(trigger("wards").getNextFireTime().toInstant())
                .as("none is made up for twice")
                .isAfter(Instant.now());
    }

    private List<IngestionRecord> scheduled(DataSetId dataSet) {
        return fixture.spice().ingestions().list(dataSet, 100).stream()
                .filter(run -> run.requestSource() == RequestSource.SCHEDULED)
                .toList();
    }

    @Test
    void aMountedFolderWhoseLinkIsSwapped() throws IOException {
        Path mounted = Files.createDirectories(fixture.directory().resolve("mounted"));
        Files.writeString(Files.createDirectories(mounted.resolve("1")).resolve("w.yaml"), rows("wards", 1));
        Files.writeString(Files.createDirectories(mounted.resolve("2")).resolve("w.yaml"), rows("wards", 5));
        Path link = Files.createSymbolicLink(mounted.resolve("data"), mounted.resolve("1"));
        Files.delete(file("wards"));
        Files.createSymbolicLink(file("wards"), link.resolve("w.yaml"));
        settle();
        assertThat(refreshed("wards")).isEqualTo(1);
        Path next = Files.createSymbolicLink(mounted.resolve("next"), mounted.resolve("2"));
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
        settle();
        assertThat(refreshed("wards")).isEqualTo(5);
    }

    @Test
    void aFolderThatIsAwayForAMomentLosesNothing() throws IOException {
        Path away = fixture.directory().resolve("away");
        Files.move(folder(), away);
        settle();
        Files.move(away, folder());
        assertThat(states()).containsExactly("routes/beds.camel.yaml LIVE", "routes/wards.camel.yaml LIVE");
        assertThat(refreshed("wards")).isEqualTo(1);
    }

    @Test
    void aRestartWithABrokenFileServesItsLastGoodVersion() throws IOException {
        fixture.routes().write("wards", rows("wards", 5));
        settle();
        fixture.routes().write("wards", BROKEN);
        fixture.restart();
        assertThat(line("wards").state()).isEqualTo(RouteFiles.State.REFUSED);
        assertThat(line("wards").serves()).isTrue();
        assertThat(refreshed("wards")).isEqualTo(5);
        Path kept = fixture.directory().resolve("kept-routes").resolve("wards.camel.yaml.json");
        assertThat(Files.getPosixFilePermissions(kept)).hasSize(2);
        Files.writeString(kept, Files.readString(kept).replace("(1, 5)", "(1, 9)"));
        fixture.restart();
        assertThat(line("wards").serves()).as("somebody else's version").isFalse();
        assertThat(refusal("wards")).contains("its file is refused");
    }

    /** Kept first, a crash in between would leave a version live that is never on record. */
    @Test
    void aVersionIsOnRecordBeforeItIsKept() throws Exception {
        Path catalog = fixture.directory().resolve("catalog");
        Path kept = fixture.directory().resolve("kept-routes").resolve("wards.camel.yaml.json");
        AuditFault.refuse(catalog, "DeployRouteFile");
        try {
            fixture.routes().write("wards", rows("wards", 6));
            look();
            assertThatThrownBy(this::look).hasMessageContaining("the trail cannot be written");
            assertThat(Files.readString(kept)).doesNotContain("(1, 6)");
            assertThatThrownBy(this::look)
                    .as("and it is tried again")
                    .hasMessageContaining("the trail cannot be written");
        } finally {
            AuditFault.mend(catalog);
        }
        look();
        assertThat(records("DeployRouteFile").get(0)).contains("\"file\":\"routes/wards.camel.yaml\"");
        assertThat(Files.readString(kept)).contains("(1, 6)");
        assertThat(refreshed("wards")).isEqualTo(6);
    }

    private void settle() {
        look();
        look();
    }

    private void look() {
        fixture.pipeline().follow();
    }

    private Path folder() {
        return fixture.routes().directory();
    }

    private Path file(String name) {
        return folder().resolve(name + ".camel.yaml");
    }

    private RouteFiles.Line line(String name) {
        return fixture.spice().ingestions().routeFiles().all().stream()
                .filter(each -> each.file().equals("routes/" + name + ".camel.yaml"))
                .findFirst()
                .orElseThrow();
    }

    private List<String> states() {
        return fixture.spice().ingestions().routeFiles().all().stream()
                .map(line -> line.file() + " " + line.state())
                .toList();
    }

    private long refreshed(String dataSet) {
        return fixture.probe().published(dataSet).rows().rowsIngested();
    }

    private String refusal(String dataSet) {
        try {
            IngestionId unused = fixture.spice().ingestions().request(new DataSetId(dataSet), RequestSource.MANUAL);
            return "it is queued";
        } catch (PreconditionNotMetException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private List<String> records(String event) {
        return fixture.spice().audit().search(AuditQuery.newest(50).named(event)).stream()
                .map(record -> record.json())
                .toList();
    }

    private Trigger trigger(String dataSet) throws Exception {
        return fixture.context()
                .getComponent("quartz", QuartzComponent.class)
                .getScheduler()
                .getTrigger(new TriggerKey(dataSet, "refresh"));
    }

    private static String rows(String dataSet, int count) {
        return query(dataSet, "SELECT n AS id FROM generate_series(1, " + count + ") AS n");
    }

    private static String query(String dataSet, String sql) {
        return "dataSet: " + dataSet + "\ndataSource: db\nsql: " + sql + "\n";
    }

    private List<String> difference(String name) {
        return fixture.spice().ingestions().routeFiles().difference("routes/" + name + ".camel.yaml");
    }

    private static String two(String one, String other) {
        return route(one) + route(other);
    }

    private static String route(String id) {
        return """
                - route:
                    id: %s
                    from:
                      uri: spice:ingestions
                      parameters: {dataSet: %s}
                      steps:
                """
                        .formatted(id, id)
                + (TestRoutes.body("SELECT 1 AS id")
                                + TestRoutes.extract("db")
                                + TestRoutes.SEAL
                                + TestRoutes.RECONCILE
                                + TestRoutes.PUBLISH)
                        .indent(8);
    }
}
