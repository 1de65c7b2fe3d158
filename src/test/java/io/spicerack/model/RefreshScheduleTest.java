package io.spicerack.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@TakesLong
class RefreshScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void aTimeInTheGapOfSpringIsTakenAsMuchLaterAsTheClocksAreSet() {
        assertThat(times(daily("02:30"), "2026-03-28T00:00:00Z", 3))
                .containsExactly(
                        "2026-03-28T02:30+01:00[Europe/Berlin]",
                        "2026-03-29T03:30+02:00[Europe/Berlin]",
                        "2026-03-30T02:30+02:00[Europe/Berlin]");
    }

    @Test
    void aTimeThatComesTwiceInAutumnCountsOnce() {
        assertThat(times(daily("02:30"), "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T02:30+02:00[Europe/Berlin]", "2026-10-26T02:30+01:00[Europe/Berlin]");
    }

    @Test
    void quartersAndHoursGoOnThroughBothChanges() {
        for (String change : List.of("2026-03-28T23:00:00Z", "2026-10-24T22:00:00Z")) {
            for (RefreshInterval interval :
                    List.of(RefreshInterval.MINUTE15, RefreshInterval.MINUTE30, RefreshInterval.HOURLY)) {
                Duration step = interval.period().orElseThrow();
                Instant time = Instant.parse(change);
                RefreshSchedule schedule = schedule(interval, null, null);
                for (int i = 0; i < 24; i++) {
                    Instant next = schedule.nextAfter(time);
                    assertThat(Duration.between(time, next)).isEqualTo(step);
                    time = next;
                }
            }
        }
    }

    @Test
    void theLastDayIsThatOfEachMonth() {
        RefreshSchedule monthly = schedule(RefreshInterval.MONTHLY, new RefreshOnDay.LastDayOfMonth(), "23:59");
        assertThat(times(monthly, "2028-01-01T00:00:00Z", 4))
                .containsExactly(
                        "2028-01-31T23:59+01:00[Europe/Berlin]",
                        "2028-02-29T23:59+01:00[Europe/Berlin]",
                        "2028-03-31T23:59+02:00[Europe/Berlin]",
                        "2028-04-30T23:59+02:00[Europe/Berlin]");
    }

    @Test
    void aWeekdayComesOnceAWeekAndADayOfTheMonthOnceAMonth() {
        RefreshSchedule weekly = schedule(RefreshInterval.WEEKLY, new RefreshOnDay.Weekday(DayOfWeek.SUNDAY), "00:00");
        assertThat(times(weekly, "2026-11-25T12:00:00Z", 2))
                .containsExactly("2026-11-29T00:00+01:00[Europe/Berlin]", "2026-12-06T00:00+01:00[Europe/Berlin]");
        RefreshSchedule monthly = schedule(RefreshInterval.MONTHLY, new RefreshOnDay.DayOfMonth(28), "06:15");
        assertThat(times(monthly, "2026-12-28T05:15:00Z", 2))
                .containsExactly("2027-01-28T06:15+01:00[Europe/Berlin]", "2027-02-28T06:15+01:00[Europe/Berlin]");
    }

    @Test
    void nothingIsAskedForBeforeTheStartWhichItselfCounts() {
        Instant start = Instant.parse("2027-01-10T01:30:00Z");
        RefreshSchedule daily = new RefreshSchedule(
                new ScheduleId("s"),
                new ScheduleFrequency(RefreshInterval.DAILY, null, BERLIN, LocalTime.of(2, 30)),
                start,
                RequestType.FULL_REFRESH);
        assertThat(daily.nextAfter(Instant.EPOCH)).isEqualTo(start);
        assertThat(daily.nextAfter(start)).isEqualTo(start.plus(1, ChronoUnit.DAYS));
    }

    @Test
    void anHourlyScheduleTakesItsMinuteFromItsStart() {
        RefreshSchedule hourly = new RefreshSchedule(
                new ScheduleId("s"),
                new ScheduleFrequency(RefreshInterval.HOURLY, null, ZoneId.of("Asia/Kolkata"), null),
                Instant.parse("2026-01-01T00:07:30Z"),
                RequestType.FULL_REFRESH);
        assertThat(hourly.nextAfter(Instant.EPOCH)).isEqualTo(Instant.parse("2026-01-01T01:07:00Z"));
        assertThat(hourly.nextAfter(Instant.parse("2026-06-01T10:07:00Z")))
                .isEqualTo(Instant.parse("2026-06-01T11:07:00Z"));
    }

    @Test
    void aDayThatAnIslandLeftOutIsLeftOut() {
        // Apia had no 30 December 2011
        ZoneId apia = ZoneId.of("Pacific/Apia");
        RefreshSchedule daily = new RefreshSchedule(
                new ScheduleId("s"),
                new ScheduleFrequency(RefreshInterval.DAILY, null, apia, LocalTime.of(6, 0)),
                null,
                RequestType.FULL_REFRESH);
        Instant last = ZonedDateTime.of(2011, 12, 29, 6, 0, 0, 0, apia).toInstant();
        assertThat(daily.nextAfter(last)).isEqualTo(last.plus(24, ChronoUnit.HOURS));
    }

    /** A slow look at each minute with java.time, against the quick answer. */
    @Property(seed = "1729", tries = 300)
    void theNextTimeIsTheFirstMinuteThatFits(
            @ForAll("zones") ZoneId zone, @ForAll("frequencies") Frequency frequency, @ForAll("hours") int hour) {
        ScheduleFrequency when = new ScheduleFrequency(frequency.interval(), frequency.day(), zone, frequency.time());
        RefreshSchedule schedule = new RefreshSchedule(new ScheduleId("s"), when, null, RequestType.FULL_REFRESH);
        Instant after = Instant.parse("2026-01-01T00:00:00Z").plus(hour, ChronoUnit.HOURS);
        Instant found = schedule.nextAfter(after);
        assertThat(found).isAfter(after);
        LocalDateTime local = LocalDateTime.ofInstant(found, zone);
        LocalDateTime meant = LocalDateTime.of(local.toLocalDate(), frequency.time());
        if (zone.getRules().getValidOffsets(meant).isEmpty()) {
            assertThat(local)
                    .isEqualTo(meant.plus(zone.getRules().getTransition(meant).getDuration()));
        } else {
            assertThat(local).isEqualTo(meant);
            assertThat(zone.getRules().getOffset(found))
                    .isEqualTo(zone.getRules().getValidOffsets(meant).get(0));
        }
        assertThat(fits(frequency.day(), local)).isTrue();
        for (Instant minute = after.plusSeconds(60); minute.isBefore(found); minute = minute.plusSeconds(60)) {
            LocalDateTime at = LocalDateTime.ofInstant(minute, zone);
            boolean due = at.toLocalTime().equals(frequency.time())
                    && fits(frequency.day(), at)
                    && zone.getRules()
                            .getOffset(minute)
                            .equals(zone.getRules().getValidOffsets(at).get(0));
            assertThat(due).as("left out: " + at).isFalse();
        }
    }

    record Frequency(RefreshInterval interval, @Nullable RefreshOnDay day, LocalTime time) {}

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(
                        "Europe/Berlin",
                        "America/New_York",
                        "Australia/Lord_Howe",
                        "Asia/Kolkata",
                        "UTC",
                        "America/Santiago",
                        "Africa/Cairo",
                        "Pacific/Chatham")
                .map(ZoneId::of);
    }

    @Provide
    Arbitrary<Integer> hours() {
        return Arbitraries.integers().between(0, 24 * 365);
    }

    @Provide
    Arbitrary<Frequency> frequencies() {
        return Arbitraries.integers()
                .between(0, 95)
                .map(quarter -> LocalTime.MIDNIGHT.plusMinutes(quarter * 15L))
                .flatMap(time -> Arbitraries.of(
                        new Frequency(RefreshInterval.DAILY, null, time),
                        new Frequency(RefreshInterval.WEEKLY, new RefreshOnDay.Weekday(DayOfWeek.SUNDAY), time),
                        new Frequency(RefreshInterval.MONTHLY, new RefreshOnDay.DayOfMonth(8), time),
                        new Frequency(RefreshInterval.MONTHLY, new RefreshOnDay.LastDayOfMonth(), time)));
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        assertThatThrownBy(() -> schedule(RefreshInterval.DAILY, null, null))
                .hasMessage("TimeOfTheDay is missing; Interval DAILY needs it as HH:MM");
        assertThatThrownBy(() -> schedule(RefreshInterval.WEEKLY, new RefreshOnDay.DayOfMonth(1), "01:00"))
                .hasMessageContaining("WEEKLY needs a DayOfWeek");
        assertThatThrownBy(() -> schedule(RefreshInterval.HOURLY, new RefreshOnDay.LastDayOfMonth(), "01:00"))
                .hasMessageContaining("RefreshOnDay does not fit Interval HOURLY");
        assertThatThrownBy(() -> RefreshOnDay.ofMonth("29"))
                .hasMessage("day of month 29 is not 1 to 28 or LAST_DAY_OF_MONTH");
        assertThatThrownBy(() -> RefreshOnDay.ofMonth("last")).hasMessageContaining("day of month 'last'");
        ScheduleFrequency quarters = new ScheduleFrequency(RefreshInterval.MINUTE15, null, BERLIN, null);
        assertThatThrownBy(() -> new RefreshSchedule(new ScheduleId("s"), quarters, null, RequestType.FULL_REFRESH))
                .hasMessage("RefreshType is FULL_REFRESH; Interval MINUTE15 is for INCREMENTAL_REFRESH only");
        assertThatThrownBy(() -> new RefreshSchedule(new ScheduleId("s"), quarters, null, RequestType.EDIT))
                .hasMessage("RefreshType is EDIT; it must be FULL_REFRESH or INCREMENTAL_REFRESH");
        assertThatThrownBy(() -> new ScheduleId("../up")).hasMessageContaining("schedule id '../up'");
    }

    private static boolean fits(@Nullable RefreshOnDay day, LocalDateTime at) {
        return day == null || day.is(at.toLocalDate());
    }

    private static RefreshSchedule daily(String time) {
        return schedule(RefreshInterval.DAILY, null, time);
    }

    private static RefreshSchedule schedule(
            RefreshInterval interval, @Nullable RefreshOnDay day, @Nullable String time) {
        return new RefreshSchedule(
                new ScheduleId("s"),
                new ScheduleFrequency(interval, day, BERLIN, time == null ? null : LocalTime.parse(time)),
                null,
                interval.isIncrementalOnly() ? RequestType.INCREMENTAL_REFRESH : RequestType.FULL_REFRESH);
    }

    private static List<String> times(RefreshSchedule schedule, String after, int count) {
        return Stream.iterate(schedule.nextAfter(Instant.parse(after)), schedule::nextAfter)
                .limit(count)
                .map(time -> time.atZone(schedule.frequency().timezone()).toString())
                .toList();
    }
}
