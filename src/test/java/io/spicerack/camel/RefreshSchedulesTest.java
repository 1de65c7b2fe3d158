package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spicerack.TakesLong;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.RefusedChangeException;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.WithCore;
import io.spicerack.model.DataSetId;
import io.spicerack.model.RefreshInterval;
import io.spicerack.model.RefreshSchedule;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import io.spicerack.model.ScheduleFrequency;
import io.spicerack.model.ScheduleId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;

/** Refresh schedules in the scheduler of running routes. */
@TakesLong
@WithCore
class RefreshSchedulesTest {
    private static final DataSetId PEOPLE = new DataSetId("people");
    private static final TriggerKey KEY = new TriggerKey("nightly", "refresh-schedule:people");

    private PipelineFixture fixture;

    @BeforeEach
    void start(PipelineFixture fixture) {
        this.fixture = fixture.property("hospital.when", "0 0 5 * * ?");
        fixture.routes()
                .shared()
                .asOperator()
                .dataSet("people", TestRoutes.body("SELECT 1") + TestRoutes.SEAL + TestRoutes.PUBLISH)
                .write(
                        "people-schedule",
                        """
                        - route:
                            id: people-at-five
                            from:
                              uri: quartz:refresh/people
                              parameters: {cron: "{{hospital.when}}", stateful: "true"}
                              steps:
                                - to: {uri: "spice:ingest", parameters: {dataSet: people}}
                        """);
        fixture.start();
    }

    @Test
    void aScheduleIsATriggerWhileItIsInTheCatalog() throws Exception {
        fixture.spice().schedules().create(PEOPLE, daily("03:00"));
        assertThat(nextFireTime()).isEqualTo(daily("03:00").nextAfter(Instant.now()));
        fixture.spice().schedules().update(PEOPLE, daily("04:00"));
        assertThat(nextFireTime()).isEqualTo(daily("04:00").nextAfter(Instant.now()));
        fixture.restart();
        assertThat(nextFireTime()).isEqualTo(daily("04:00").nextAfter(Instant.now()));
        fixture.spice().schedules().delete(PEOPLE, new ScheduleId("nightly"));
        assertThat(scheduler().checkExists(KEY)).isFalse();
    }

    @Test
    void aTimeThatPassedWhileTheServiceWasDownIsMadeUpForOnce() {
        RefreshSchedule passed = daily(minutesAgo(3));
        fixture.restart(catalog -> put(catalog, passed));
        fixture.pipeline().resumeSchedules();
        IngestionRecord asked =
                await().until(this::scheduled, found -> !found.isEmpty()).get(0);
        assertThat(asked.requestSource()).isEqualTo(RequestSource.SCHEDULED);
        await().until(() -> fixture.spice().schedules().of(PEOPLE).get(0).fired() != null);
        await().until(() -> ended(asked));
        fixture.restart();
        assertThat(nextFireTime()).isEqualTo(passed.nextAfter(Instant.now()));
    }

    @Test
    void aTimeThatPassedLongAgoIsNot() {
        RefreshSchedule passed = daily(minutesAgo(30));
        fixture.restart(catalog -> put(catalog, passed));
        assertThat(nextFireTime()).isEqualTo(passed.nextAfter(Instant.now()));
    }

    @Test
    void aScheduleThatIsGoneEndsItsTrigger() {
        fixture.spice().schedules().create(PEOPLE, daily("03:00"));
        assertThat(fixture.spice().schedules().fire(PEOPLE, new ScheduleId("other"), Instant.now()))
                .isFalse();
        assertThat(scheduled()).isEmpty();
        assertThat(fixture.spice().schedules().fire(PEOPLE, new ScheduleId("nightly"), Instant.now()))
                .isTrue();
        assertThat(scheduled()).hasSize(1);
    }

    /** A crash comes after both or before both, and whoever fires again for the same time finds it so. */
    @Test
    void aTimeIsAskedForOnceWhoeverFiresForIt() {
        fixture.spice().schedules().create(PEOPLE, daily("03:00"));
        ScheduleId nightly = new ScheduleId("nightly");
        Instant time = Instant.parse("2026-03-01T03:00:00Z");
        assertThat(fixture.spice().schedules().fire(PEOPLE, nightly, time)).isTrue();
        IngestionRecord asked = scheduled().get(0);
        await().until(() -> ended(asked));
        assertThat(fixture.spice().schedules().fire(PEOPLE, nightly, time)).isTrue();
        assertThat(scheduled()).hasSize(1);
        assertThat(fixture.spice().schedules().fire(PEOPLE, nightly, time.plusSeconds(1)))
                .isTrue();
        assertThat(scheduled()).hasSize(2);
    }

    @Test
    void aScheduleOfARouteIsChangedInItsFile() {
        assertThat(fixture.spice().schedules().next(PEOPLE)).isPresent().get().satisfies(next -> assertThat(
                        ZonedDateTime.ofInstant(next, ZoneId.systemDefault()).getHour())
                .isEqualTo(5));
        ScheduleId id = new ScheduleId("people-at-five");
        assertThatThrownBy(() -> fixture.spice().schedules().delete(PEOPLE, id))
                .isInstanceOf(RefusedChangeException.class)
                .hasMessageMatching("schedule 'people-at-five' of data set 'people' is declared in"
                        + " .*people-schedule.camel.yaml:\\d+; change it there");
    }

    private static String minutesAgo(int minutes) {
        return LocalTime.now(ZoneId.of("UTC"))
                .truncatedTo(ChronoUnit.MINUTES)
                .minusMinutes(minutes)
                .toString();
    }

    /** As if it had been made two hours ago. */
    private static void put(Path file, RefreshSchedule schedule) {
        try (Catalog catalog = Catalog.open(file, Clock.offset(Clock.systemUTC(), Duration.ofHours(-2)))) {
            catalog.run(tx -> tx.schedules().put(PEOPLE, schedule));
        }
    }

    private boolean ended(IngestionRecord ingestion) {
        return fixture.spice()
                        .ingestions()
                        .find(PEOPLE, ingestion.id())
                        .orElseThrow()
                        .ended()
                != null;
    }

    private Instant nextFireTime() {
        try {
            return scheduler().getTrigger(KEY).getNextFireTime().toInstant();
        } catch (SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<IngestionRecord> scheduled() {
        return fixture.spice().ingestions().list(PEOPLE, 10).stream()
                .filter(found -> found.requestSource() == RequestSource.SCHEDULED)
                .toList();
    }

    private Scheduler scheduler() {
        return fixture.context().getComponent("quartz", QuartzComponent.class).getScheduler();
    }

    private static RefreshSchedule daily(String time) {
        return new RefreshSchedule(
                new ScheduleId("nightly"),
                new ScheduleFrequency(RefreshInterval.DAILY, null, ZoneId.of("UTC"), LocalTime.parse(time)),
                null,
                RequestType.FULL_REFRESH);
    }
}
