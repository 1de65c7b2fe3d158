package io.spicerack.camel.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.model.RefreshInterval;
import io.spicerack.model.RefreshSchedule;
import io.spicerack.model.RequestType;
import io.spicerack.model.ScheduleFrequency;
import io.spicerack.model.ScheduleId;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.quartz.CronExpression;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerUtils;
import org.quartz.spi.OperableTrigger;

/** What Quartz itself works out from the trigger, against java.time. */
class RefreshTriggerTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final RefreshSchedule DAILY = new RefreshSchedule(
            new ScheduleId("nightly"),
            new ScheduleFrequency(RefreshInterval.DAILY, null, NEW_YORK, LocalTime.of(2, 15)),
            null,
            RequestType.FULL_REFRESH);

    @Test
    void quartzComputesTheTimesOfAYearAsJavaTimeDoes() {
        OperableTrigger trigger = new RefreshTrigger(
                new QuartzSchedules.Times(DAILY), Instant.parse("2026-01-01T12:00:00Z"), Clock.systemUTC());
        List<Instant> computed = TriggerUtils.computeFireTimes(trigger, null, 365).stream()
                .map(Date::toInstant)
                .toList();
        List<Instant> expected = IntStream.rangeClosed(1, 365)
                .mapToObj(day -> LocalDate.of(2026, 1, 1).plusDays(day))
                .map(date ->
                        ZonedDateTime.of(date, LocalTime.of(2, 15), NEW_YORK).toInstant())
                .toList();
        assertThat(computed).isEqualTo(expected);
    }

    /** Why there is a trigger of our own: should Quartz mend this, it may go. */
    @Test
    void aCronTriggerOfQuartzWouldLeaveOutTheDayOfTheGap() throws Exception {
        CronExpression cron = new CronExpression("0 15 2 * * ?");
        cron.setTimeZone(java.util.TimeZone.getTimeZone(NEW_YORK));
        Date before = Date.from(Instant.parse("2026-03-07T12:00:00Z"));
        assertThat(cron.getNextValidTimeAfter(before).toInstant()).isEqualTo(Instant.parse("2026-03-09T06:15:00Z"));
        assertThat(DAILY.nextAfter(before.toInstant())).isEqualTo(Instant.parse("2026-03-08T07:15:00Z"));
    }

    @Test
    void firingMovesItOnAndMissedTimesCountAsOne() {
        RefreshTrigger trigger = new RefreshTrigger(
                new QuartzSchedules.Times(DAILY), Instant.parse("2026-06-01T00:00:00Z"), Clock.systemUTC());
        trigger.computeFirstFireTime(null);
        trigger.triggered(null);
        assertThat(trigger.getPreviousFireTime()).isEqualTo(Date.from(Instant.parse("2026-06-01T06:15:00Z")));
        assertThat(trigger.getNextFireTime()).isEqualTo(Date.from(Instant.parse("2026-06-02T06:15:00Z")));
        Date now = Date.from(Instant.now());
        trigger.updateAfterMisfire(null);
        assertThat(trigger.getNextFireTime()).isAfterOrEqualTo(now);
        trigger.triggered(null);
        assertThat(trigger.getNextFireTime()).isAfter(trigger.getPreviousFireTime());
        assertThat(trigger.mayFireAgain()).isTrue();
    }

    @Test
    void aCopyThatQuartzMakesHasTheSameTimes() {
        RefreshTrigger trigger = new RefreshTrigger(
                new QuartzSchedules.Times(DAILY), Instant.parse("2026-06-01T00:00:00Z"), Clock.systemUTC());
        TriggerBuilder<?> builder = trigger.getTriggerBuilder();
        OperableTrigger copy = (OperableTrigger) builder.withIdentity("copy").build();
        assertThat(Stream.of(trigger, copy).map(each -> each.computeFirstFireTime(null)))
                .allMatch(Date.from(Instant.parse("2026-06-01T06:15:00Z"))::equals);
    }
}
