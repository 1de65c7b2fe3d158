package io.spicerack.camel.schedule;

import io.spicerack.routes.ScheduleTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quartz.TriggerKey;

/** A schedule of a data engineers' file: the trigger that it has and the times at which it fires. Immutable. */
final class CronSchedule implements FireTimes {
    private static final String GROUP = "routes";

    /** Older ones are not looked for. */
    private static final Duration LOOK_BACK = Duration.ofDays(2);

    /** Each hour of the days that are looked back on. */
    static final int MOST_MISSED = 48;

    private final TriggerKey key;
    private final Map<String, String> options;
    private final ScheduleTimes times;

    private CronSchedule(TriggerKey key, Map<String, String> options) {
        this.key = key;
        this.options = Map.copyOf(options);
        this.times = ScheduleTimes.of(key.toString(), options);
    }

    /**
     * The one of an endpoint.
     *
     * @param path as {@code group/name}, or a name alone
     * @param options as the check of the file has made them canonical
     */
    static CronSchedule of(String path, Map<String, String> options) {
        int slash = path.indexOf('/');
        return new CronSchedule(
                slash < 0
                        ? new TriggerKey(path, GROUP)
                        : new TriggerKey(path.substring(slash + 1), path.substring(0, slash)),
                options);
    }

    TriggerKey key() {
        return key;
    }

    /** Whether times that passed while the service was down are made up for. */
    boolean catchesUp() {
        return most() > 0;
    }

    /** Whether each of them is. */
    boolean catchesUpWithAll() {
        return most() > 1;
    }

    private int most() {
        String catchUp = options.getOrDefault("catchUp", "none");
        return catchUp.equals("all") ? MOST_MISSED : catchUp.equals("once") ? 1 : 0;
    }

    /** The newest of those after {@code last} and before {@code now} that are made up for. */
    List<Instant> missed(Instant last, Instant now) {
        return newest(last, now, most());
    }

    /** The same of a pause of schedules, after which each of them fires once at least: never empty, where one was missed. */
    List<Instant> missedInPause(Instant last, Instant now) {
        List<Instant> missed = newest(last, now, Math.max(1, most()));
        return missed.isEmpty()
                ? times.nextAfter(last).filter(time -> time.isBefore(now)).stream()
                        .toList()
                : missed;
    }

    private List<Instant> newest(Instant last, Instant now, int most) {
        Instant from = last.isBefore(now.minus(LOOK_BACK)) ? now.minus(LOOK_BACK) : last;
        Deque<Instant> newest = new ArrayDeque<>();
        for (Optional<Instant> missed = times.nextAfter(from);
                missed.isPresent() && missed.get().isBefore(now);
                missed = times.nextAfter(missed.get())) {
            newest.add(missed.get());
            if (newest.size() > most) {
                newest.removeFirst();
            }
        }
        return List.copyOf(newest);
    }

    /** Those that are each made up for follow each other; all others count as one, which is now. */
    @Override
    public Instant afterMisfire(Instant missed, Instant now) {
        return catchesUpWithAll()
                ? missed(missed.minusMillis(1), now).stream().findFirst().orElse(now)
                : now;
    }

    @Override
    public Optional<Instant> nextAfter(Instant after) {
        return times.nextAfter(after);
    }
}
