package io.spicerack.routes;

import java.text.ParseException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * The times of a cron expression on the clocks of a zone. Quartz reads the expression; what the clocks of the zone make of it is
 * java.time's, since Quartz leaves out the day on which a time falls into the gap of a clock change, and an hour of quarters where
 * the clocks go back. A time of day that the clocks leave out is taken as much later as they are put forward; of one that comes
 * twice, the first counts. A cron that is for every hour, or for one in so many, goes on through both. Immutable.
 */
final class CronTimes {
    private static final TimeZone UTC = TimeZone.getTimeZone(ZoneOffset.UTC);

    private final String cron;
    private final ZoneId zone;
    private final Set<LocalDate> without;
    private final boolean everyHour;
    /** Read once; it is not thread-safe, hence asked by one at a time. */
    private final CronExpression times;

    /** @param without days of the zone on which there are none */
    CronTimes(String cron, ZoneId zone, Set<LocalDate> without) {
        this.cron = CronText.check(cron);
        this.zone = zone;
        this.without = Set.copyOf(without);
        String hours = List.of(this.cron.split(" ", -1)).get(2);
        this.everyHour = hours.contains("*") || hours.contains("/");
        this.times = expression(this.cron);
    }

    /** The first time after {@code after}; empty where none comes any more. */
    Optional<Instant> nextAfter(Instant after) {
        Instant from = after;
        while (true) {
            Optional<Instant> next = anyDay(from);
            Optional<LocalDate> day =
                    next.map(time -> time.atZone(zone).toLocalDate()).filter(without::contains);
            if (day.isEmpty()) {
                return next;
            }
            from = day.get().plusDays(1).atStartOfDay(zone).toInstant().minusMillis(1);
        }
    }

    private Optional<Instant> anyDay(Instant after) {
        ZoneRules rules = zone.getRules();
        // around a change of the clocks, local times do not come in the order of instants: a day before and after is
        // looked at
        LocalDateTime local = LocalDateTime.ofInstant(after, zone);
        ZoneOffsetTransition change = rules.nextTransition(after.minusSeconds(86_400));
        boolean near = change != null && change.getInstant().isBefore(after.plusSeconds(86_400));
        LocalDateTime from =
                near ? local.minusSeconds(Math.abs(change.getDuration().toSeconds())) : local;
        Optional<Instant> best = Optional.empty();
        Optional<LocalDateTime> end = Optional.empty();
        for (Optional<LocalDateTime> next = after(from);
                next.isPresent() && !passed(end, next.get());
                next = after(next.get())) {
            for (Instant time : instants(next.get(), rules)) {
                if (time.isAfter(after)
                        && best.filter(found -> !time.isBefore(found)).isEmpty()) {
                    best = Optional.of(time);
                }
            }
            if (best.isPresent() && end.isEmpty()) {
                // a clock that goes back may bring an earlier one under a later name
                LocalDateTime found = next.get();
                end = Optional.of(
                        near ? found.plusSeconds(Math.abs(change.getDuration().toSeconds())) : found);
            }
        }
        return best;
    }

    private static boolean passed(Optional<LocalDateTime> end, LocalDateTime time) {
        return end.filter(last -> time.isAfter(last)).isPresent();
    }

    /** When it is that time of day in the zone. */
    private List<Instant> instants(LocalDateTime local, ZoneRules rules) {
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        if (offsets.isEmpty()) {
            return everyHour ? List.of() : List.of(ZonedDateTime.of(local, zone).toInstant());
        }
        return (everyHour ? offsets : offsets.subList(0, 1))
                .stream().map(local::toInstant).toList();
    }

    /** The next name that a time has, as if it were of a zone whose clocks never change. */
    private Optional<LocalDateTime> after(LocalDateTime local) {
        Date next;
        synchronized (times) {
            next = times.getNextValidTimeAfter(Date.from(local.toInstant(ZoneOffset.UTC)));
        }
        return Optional.ofNullable(next).map(date -> LocalDateTime.ofInstant(date.toInstant(), ZoneOffset.UTC));
    }

    private static CronExpression expression(String cron) {
        try {
            CronExpression times = new CronExpression(cron);
            times.setTimeZone(UTC);
            return times;
        } catch (ParseException e) {
            throw new IllegalStateException("cron '" + cron + "' was checked, and is refused now", e);
        }
    }
}
