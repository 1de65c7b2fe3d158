package io.spicerack.model;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a schedule asks for refreshes, on the clocks of a time zone. Immutable.
 *
 * @param day where the interval is WEEKLY or MONTHLY
 * @param timeOfTheDay hours and minutes; null only where the interval is shorter than a day
 */
public record ScheduleFrequency(
        RefreshInterval interval, @Nullable RefreshOnDay day, ZoneId timezone, @Nullable LocalTime timeOfTheDay) {
    public ScheduleFrequency {
        boolean fits =
                switch (interval) {
                    case MINUTE15, MINUTE30, HOURLY, DAILY -> day == null;
                    case WEEKLY -> day instanceof RefreshOnDay.Weekday;
                    case MONTHLY -> day != null && !(day instanceof RefreshOnDay.Weekday);
                };
        if (!fits) {
            throw new IllegalArgumentException("RefreshOnDay does not fit Interval " + interval
                    + ": WEEKLY needs a DayOfWeek, MONTHLY a DayOfMonth, and the others have none");
        }
        if (timeOfTheDay == null && interval.period().isEmpty()) {
            throw new IllegalArgumentException("TimeOfTheDay is missing; Interval " + interval + " needs it as HH:MM");
        }
    }

    /**
     * The first time after {@code after}. A time of day that the clocks leave out is taken as much later as they are put
     * forward; of one that comes twice, the first counts. What is shorter than a day goes on in even steps through both.
     *
     * @param from a time of the steps that are shorter than a day, where the schedule has no time of day
     */
    Instant nextAfter(Instant after, LocalTime from) {
        LocalTime time = timeOfTheDay == null ? from : timeOfTheDay;
        return interval.period()
                .map(step -> nextStepAfter(after, step, time))
                .orElseGet(() -> nextDayAfter(after, time));
    }

    private Instant nextStepAfter(Instant after, Duration step, LocalTime from) {
        long ahead = timezone.getRules().getOffset(after).getTotalSeconds();
        long start = from.truncatedTo(ChronoUnit.MINUTES).toSecondOfDay() - ahead;
        long steps = Math.floorDiv(after.getEpochSecond() - start, step.toSeconds()) + 1;
        return Instant.ofEpochSecond(start + steps * step.toSeconds());
    }

    private Instant nextDayAfter(Instant after, LocalTime at) {
        // the day before may have a time that the clocks put into this one
        LocalDate date = after.atZone(timezone).toLocalDate().minusDays(1);
        while (true) {
            if (day == null || day.is(date)) {
                Instant time = ZonedDateTime.of(date, at, timezone).toInstant();
                if (time.isAfter(after)) {
                    return time;
                }
            }
            date = date.plusDays(1);
        }
    }
}
