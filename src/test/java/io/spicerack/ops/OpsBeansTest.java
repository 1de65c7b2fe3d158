package io.spicerack.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.queue.RouteSchedule;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.revoke.Dawdler;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.KeyState;
import io.spicerack.model.RefreshInterval;
import io.spicerack.model.RefreshSchedule;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import io.spicerack.model.ScheduleFrequency;
import io.spicerack.model.ScheduleId;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@TakesLong
@WithCore
class OpsBeansTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    private CoreFixture core;
    private OpsBeans beans;

    @BeforeEach
    void open(CoreFixture core) {
        this.core = core;
        core.publish("patients", SampleRows.of(30));
        beans = OpsBeans.register(core.spice(), core.clock(), Dawdler.NONE, new Observers().levels());
    }

    @AfterEach
    void close() {
        beans.close();
    }

    @Test
    void aDataSetShowsItsVersion() throws Exception {
        core.clock().advance(Duration.ofMinutes(2));
        assertThat(dataSet("Rows")).isEqualTo(30L);
        assertThat((Long) dataSet("Bytes")).isPositive();
        assertThat(dataSet("AgeSeconds")).isEqualTo(120L);
        assertThat(dataSet("KeyArn")).isEqualTo(CoreFixture.SERVICE_OWNED_KEY.toString());
        assertThat(dataSet("Drifted")).isEqualTo(false);
        assertThat(dataSet("ProvenBy")).isEqualTo("none");
        assertThat(dataSet("ProvenWhy")).isEqualTo("its rows come from no source that could be asked");
        assertThat(dataSet("LastIngestionStatus")).isEqualTo("COMPLETED");
        assertThat(dataSet("LastErrorType")).isNull();
    }

    @Test
    void aDataSetWithoutAVersionHasNone() throws Exception {
        core.declare("visits");
        beans.look();
        ObjectName visits = name("type=DataSet,name=visits");
        assertThat(server.getAttribute(visits, "CurrentVersion")).isNull();
        assertThat(server.getAttribute(visits, "AgeSeconds")).isEqualTo(-1L);
        assertThat(server.getAttribute(visits, "LastIngestionStatus")).isNull();
    }

    @Test
    void anotherDefaultKeyMakesADataSetDrift() throws Exception {
        core.createDefaultKey("second");
        assertThat(dataSet("Drifted")).isEqualTo(true);
        assertThat(attribute("type=Keys", "Drifted")).isEqualTo(1);
        assertThat(attribute("type=Keys", "KeyForNewData"))
                .isEqualTo(CoreFixture.key("second").toString());
    }

    @Test
    void theNextRefreshIsTheEarliestOfAllSchedules() throws Exception {
        DataSetId patients = new DataSetId("patients");
        assertThat(dataSet("NextRefresh")).isNull();
        core.spice()
                .schedules()
                .create(
                        patients,
                        new RefreshSchedule(
                                new ScheduleId("nightly"),
                                new ScheduleFrequency(
                                        RefreshInterval.DAILY, null, ZoneId.of("UTC"), LocalTime.of(3, 0)),
                                null,
                                RequestType.FULL_REFRESH));
        Instant threeOClock = ZonedDateTime.ofInstant(core.clock().instant(), ZoneId.of("UTC"))
                .with(LocalTime.of(3, 0))
                .toInstant();
        assertThat(dataSet("NextRefresh")).isEqualTo(threeOClock.toString());
        Instant earlier = threeOClock.minusSeconds(60);
        core.spice().schedules().declare(List.of(new RouteSchedule(patients, "r", "f", () -> Optional.of(earlier))));
        assertThat(dataSet("NextRefresh")).isEqualTo(earlier.toString());
    }

    @Test
    void refreshQueuesAManualIngestion() throws Exception {
        Object id = server.invoke(name("type=DataSet,name=patients"), "refresh", new Object[0], new String[0]);
        assertThat(core.spice().ingestions().list(new DataSetId("patients"), 1))
                .singleElement()
                .satisfies(queued -> {
                    assertThat(queued.id().value()).isEqualTo(id);
                    assertThat(queued.requestSource()).isEqualTo(RequestSource.MANUAL);
                });
    }

    @Test
    void aFailureShowsItsTypeAndWords() throws Exception {
        fail();
        assertThat(dataSet("LastErrorType")).isEqualTo("SQL_TABLE_NOT_FOUND");
        assertThat(dataSet("LastErrorMessage")).isEqualTo("there is no table 'patient'");
        assertThat(dataSet("Rows")).isEqualTo(30L);
    }

    @Test
    void onlyWhatEndedSinceTheStartIsCounted() throws Exception {
        assertThat(attribute("type=Ingestions", "Completed")).isEqualTo(0L);
        core.publish("patients", SampleRows.of(31));
        fail();
        assertThat(attribute("type=Ingestions", "Completed")).isEqualTo(1L);
        assertThat(attribute("type=Ingestions", "Failed")).isEqualTo(1L);
        assertThat(attribute("type=Ingestions", "Failed")).isEqualTo(1L);
    }

    @Test
    void aRefreshInFlightIsListed() throws Exception {
        DataSetId patients = new DataSetId("patients");
        core.spice().ingestions().request(patients, RequestSource.MANUAL);
        try (Refresh refresh = core.next(patients)) {
            core.clock().advance(Duration.ofSeconds(10));
            refresh.begin().seal(SampleRows.of(50));
            CompositeData[] running = (CompositeData[]) attribute("type=Ingestions", "Running");
            assertThat(running).hasSize(1);
            assertThat(running[0].get("dataSet")).isEqualTo("patients");
            assertThat(running[0].get("rows")).isEqualTo(50L);
            assertThat(running[0].get("rowsPerSecond")).isEqualTo(5.0);
            assertThat(running[0].get("share")).isEqualTo(-1.0);
            assertThat(running[0].get("etaSeconds")).isEqualTo(-1L);
        }
    }

    @Test
    void keysShowReportAndLooks() throws Exception {
        CompositeData[] report = (CompositeData[]) attribute("type=Keys", "Report");
        assertThat(report).hasSize(1);
        assertThat(report[0].get("keyState")).isEqualTo("Enabled");
        assertThat(report[0].get("published")).isEqualTo("2026-11-23T02:14:07Z");
        core.spice().keyWatch().observed(CoreFixture.SERVICE_OWNED_KEY, KeyState.Disabled);
        core.clock().advance(Duration.ofSeconds(7));
        CompositeData[] looks = (CompositeData[]) attribute("type=Keys", "States");
        assertThat(looks[0].get("state")).isEqualTo("Disabled");
        assertThat(looks[0].get("ageSeconds")).isEqualTo(7L);
    }

    @Test
    void theAuditTrailIsCounted() throws Exception {
        core.spice().audit().register("files");
        TabularData counts = (TabularData) attribute("type=Audit", "EventsByName");
        assertThat(counts.get(new Object[] {"GenerateDataKey"}).get("value")).isEqualTo(1L);
        TabularData backlog = (TabularData) attribute("type=Audit", "Backlog");
        assertThat((Long) backlog.get(new Object[] {"files"}).get("value")).isGreaterThan(3L);
    }

    @Test
    void aSinkThatTakesNothingIsNamed() throws Exception {
        assertThat(attribute("type=Audit", "Failing")).isEqualTo(new String[0]);
        core.spice().audit().failing().failed("files", "NoSuchFileException: /audit");
        assertThat((String[]) attribute("type=Audit", "Failing"))
                .containsExactly("files since 2026-11-23T02:14:07Z: NoSuchFileException: /audit");
    }

    /** Whoever subscribes hears what a viewer of the page may see, and no more. */
    @Test
    void whoSubscribesHearsOfFailuresKeysAndDriftAndNeverOfData() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        server.addNotificationListener(
                name("type=Alerts"),
                (told, unused) -> heard.add(told.getType() + " | " + told.getMessage() + " | " + told.getUserData()),
                null,
                null);
        core.spice().keyWatch().observed(CoreFixture.SERVICE_OWNED_KEY, KeyState.Enabled);
        beans.look();
        assertThat(heard).isEmpty();
        fail();
        beans.look();
        core.spice().keyWatch().observed(CoreFixture.SERVICE_OWNED_KEY, KeyState.Disabled);
        beans.look();
        core.createDefaultKey("second");
        beans.look();
        beans.look();
        String failed = core.spice()
                .ingestions()
                .list(new DataSetId("patients"), 1)
                .get(0)
                .id()
                .value();
        assertThat(heard)
                .containsExactly(
                        "io.spicerack.ingestion.failed | data set patients, ingestion " + failed
                                + ": SQL_TABLE_NOT_FOUND: there is no table 'patient' | null",
                        "io.spicerack.key.state | key " + CoreFixture.SERVICE_OWNED_KEY
                                + " was Enabled and is Disabled | null",
                        "io.spicerack.dataset.drifted | data set patients is not under the key for new data; a full"
                                + " refresh moves it | null");
        assertThat((String[]) attribute("type=Alerts", "Newest"))
                .hasSize(3)
                .allMatch(line -> line.startsWith("2026-11-23T02:14:07Z io.spicerack."));
        assertThat(heard.toString()).as("no cell of the rows").doesNotContain("O'Brien", "Łucja");
    }

    @Test
    void attributesSayTheirUnits() throws Exception {
        Map<String, String> texts = Stream.of(
                        server.getMBeanInfo(name("type=DataSet,name=patients")).getAttributes())
                .collect(Collectors.toMap(info -> info.getName(), info -> info.getDescription()));
        assertThat(texts)
                .containsEntry(
                        "AgeSeconds", "Seconds since the current version was published; -1 before the first refresh")
                .containsEntry("Bytes", "Sealed bytes of the current version on disk");
    }

    @Test
    void nothingStaysAfterClose() throws Exception {
        beans.close();
        assertThat(server.queryNames(new ObjectName("io.spicerack:*"), null)).isEmpty();
    }

    private void fail() {
        DataSetId patients = new DataSetId("patients");
        core.spice().ingestions().request(patients, RequestSource.MANUAL);
        try (Refresh refresh = core.next(patients)) {
            refresh.fail(new IngestionException(IngestionErrorType.SQL_TABLE_NOT_FOUND, "there is no table 'patient'"));
        }
    }

    private Object dataSet(String attribute) throws Exception {
        return attribute("type=DataSet,name=patients", attribute);
    }

    private Object attribute(String key, String attribute) throws Exception {
        return server.getAttribute(name(key), attribute);
    }

    private static ObjectName name(String key) throws Exception {
        return new ObjectName("io.spicerack:" + key);
    }
}
