package io.spicerack.routes;

import io.spicerack.model.Sha256;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The times of a schedule that a file declares: those of its cron, without some days, each a little later by a jitter. The jitter is
 * of the schedule and the time alone, so that a schedule that is read again fires at the same moments. Immutable.
 */
public final class ScheduleTimes {
    private final String name;
    private final CronTimes cron;
    private final long jitter;

    private ScheduleTimes(String name, CronTimes cron, long jitter) {
        this.name = name;
        this.cron = cron;
        this.jitter = jitter;
    }

    /**
     * Those of a schedule.
     *
     * @param name of the schedule, by which its jitter differs from that of others
     * @param options as the check of the file has made them canonical
     */
    public static ScheduleTimes of(String name, Map<String, String> options) {
        String zone = options.get("trigger.timeZone");
        Set<LocalDate> without = Stream.of(options.getOrDefault("without", "").split(",", -1))
                .filter(day -> !day.isEmpty())
                .map(LocalDate::parse)
                .collect(Collectors.toSet());
        return new ScheduleTimes(
                name,
                new CronTimes(
                        options.getOrDefault("cron", ""),
                        zone == null ? ZoneId.systemDefault() : ZoneId.of(zone),
                        without),
                Long.parseLong(options.getOrDefault("jitter", "0")));
    }

    /** The first time after {@code after}; empty where none comes any more. */
    public Optional<Instant> nextAfter(Instant after) {
        Optional<Instant> best = Optional.empty();
        // what is late by its jitter may come after one that is not
        for (Optional<Instant> due = cron.nextAfter(after.minusSeconds(jitter).minusMillis(1));
                due.isPresent() && best.filter(due.get()::isAfter).isEmpty();
                due = cron.nextAfter(due.get())) {
            Instant time = late(due.get());
            if (time.isAfter(after)
                    && best.filter(found -> !time.isBefore(found)).isEmpty()) {
                best = Optional.of(time);
            }
        }
        return best;
    }

    private Instant late(Instant due) {
        if (jitter == 0) {
            return due;
        }
        long drawn = Long.parseLong(Sha256.hex(name + " " + due).substring(0, 12), 16);
        return due.plusSeconds(drawn % (jitter + 1));
    }

    /** As many as there are, up to {@code most}. */
    public List<Instant> next(Instant after, int most) {
        List<Instant> times = new ArrayList<>();
        for (Optional<Instant> time = nextAfter(after);
                time.isPresent() && times.size() < most;
                time = nextAfter(time.get())) {
            times.add(time.get());
        }
        return times;
    }
}
