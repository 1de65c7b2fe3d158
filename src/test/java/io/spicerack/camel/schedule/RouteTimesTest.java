package io.spicerack.camel.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.WithCore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;

/** What is on record of times that passed while schedules were paused; no trigger fires by itself here. */
@WithCore
class RouteTimesTest {
    private static final TriggerKey KEY = new TriggerKey("wards", "refresh");

    private final CoreFixture core;
    private final Scheduler scheduler;
    private final RouteTimes times;
    private final List<RouteTimes.Firing> fired = new ArrayList<>();

    RouteTimesTest(CoreFixture core) throws SchedulerException {
        this.core = core;
        Properties properties = new Properties();
        properties.put("org.quartz.scheduler.instanceName", "RouteTimesTest");
        properties.put("org.quartz.threadPool.threadCount", "1");
        scheduler = new StdSchedulerFactory(properties).getScheduler();
        times = new RouteTimes(core.clock(), core.spice().schedules(), () -> scheduler);
    }

    @AfterEach
    void stop() throws SchedulerException {
        scheduler.shutdown();
    }

    @Test
    void eachTimeOfAPauseThatIsMadeUpForIsOnRecordOnce() throws Exception {
        Instant first = start("all");
        core.clock().advance(Duration.ofHours(3));
        for (int hour = 0; hour < 3; hour++) {
            fire(first.plus(Duration.ofHours(hour)));
        }
        assertThat(fired).hasSize(3).allMatch(RouteTimes.Firing::madeUpFor);
        assertThat(records())
                .singleElement()
                .asString()
                .contains("\"schedule\":\"refresh.wards\"", "\"reason\":\"schedules were paused\"", "\"times\":3")
                .contains("\"first\":\"" + first, "\"last\":\"" + first.plus(Duration.ofHours(2)));
        to(first.plus(Duration.ofHours(3)));
        fire(first.plus(Duration.ofHours(3)));
        assertThat(records()).as("one that came when it was time").hasSize(1);
        core.clock().advance(Duration.ofHours(2));
        fire(first.plus(Duration.ofHours(4)));
        assertThat(records()).as("of another pause").hasSize(2);
    }

    /** Quartz gives those that count as one the time at which schedules go on. */
    @Test
    void whatCountsAsOneIsOnRecordAsTheNewestOfThem() throws Exception {
        for (String catchUp : List.of("once", "none")) {
            int before = records().size();
            Instant first = start(catchUp);
            core.clock().advance(Duration.ofHours(3));
            fire(core.clock().instant());
            assertThat(records()).as(catchUp).hasSize(before + 1);
            assertThat(records().get(0)).contains("\"times\":1", "\"first\":\"" + first.plus(Duration.ofHours(2)));
            assertThat(fired.get(fired.size() - 1).madeUpFor()).isFalse();
        }
    }

    @Test
    void aTimeThatIsKeptIsNotOnRecord() throws Exception {
        Instant first = start("all");
        for (int hour = 0; hour < 3; hour++) {
            to(first.plus(Duration.ofHours(hour)));
            fire(first.plus(Duration.ofHours(hour)));
        }
        assertThat(records()).isEmpty();
    }

    /** Looked back on are two days; what has passed before them is made up for and on record all the same. */
    @Test
    void aTimeThatPassedLongAgoInAPauseFiresOnce() throws Exception {
        for (String catchUp : List.of("none", "once", "all")) {
            CronSchedule schedule = CronSchedule.of(
                    "refresh/wards", Map.of("cron", "0 0 2 ? * MON", "trigger.timeZone", "UTC", "catchUp", catchUp));
            scheduler.unscheduleJob(KEY);
            times.start(schedule, fired::add);
            Instant due = schedule.nextAfter(core.clock().instant()).orElseThrow();
            to(due.plus(Duration.ofDays(5)));
            int before = records().size();
            fire(core.clock().instant());
            assertThat(fired).as(catchUp).isNotEmpty();
            fired.clear();
            assertThat(records()).as(catchUp).hasSize(before + 1);
            assertThat(records().get(0)).contains("\"times\":1", "\"first\":\"" + due);
        }
    }

    /** Its times are not those of the schedule that it takes the place of. */
    @Test
    void anEditedScheduleHasMissedNothing() throws Exception {
        CronSchedule weekly = CronSchedule.of(
                "refresh/wards", Map.of("cron", "0 0 2 ? * MON", "trigger.timeZone", "UTC", "catchUp", "all"));
        times.start(weekly, fired::add);
        core.clock().advance(Duration.ofHours(30));
        times.stop(weekly);
        Instant first = start("all");
        to(first);
        fire(first);
        assertThat(fired).hasSize(1).noneMatch(RouteTimes.Firing::madeUpFor);
        assertThat(records()).isEmpty();
    }

    private void to(Instant time) {
        core.clock().step(Duration.between(core.clock().instant(), time));
    }

    /** The first of its times. */
    private Instant start(String catchUp) throws SchedulerException {
        scheduler.unscheduleJob(KEY);
        CronSchedule schedule = CronSchedule.of(
                "refresh/wards", Map.of("cron", "0 0 * * * ?", "trigger.timeZone", "UTC", "catchUp", catchUp));
        times.start(schedule, fired::add);
        return core.clock().instant().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
    }

    @SuppressWarnings("unchecked")
    private void fire(Instant time) throws SchedulerException {
        Object fires = Objects.requireNonNull(scheduler.getContext().get(TimesJob.FIRES));
        ((BiConsumer<TriggerKey, Instant>) fires).accept(KEY, time);
    }

    private List<String> records() {
        return core.spice().audit().search(AuditQuery.newest(10).named("CatchUpSchedule")).stream()
                .map(record -> record.json())
                .toList();
    }
}
