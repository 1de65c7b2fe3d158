package io.spicerack.camel.schedule;

import io.spicerack.routes.ScheduleTimes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.quartz.TriggerKey;

/**
 * A schedule of a data engineers' file: the trigger that it has and the times at which it fires. Immutable.
 *
 * @param options as the check of the file has made them canonical
 */
record CronSchedule(TriggerKey key, Map<String, String> options) implements FireTimes {
    private static final String GROUP = "routes";

    CronSchedule {
        options = Map.copyOf(options);
    }

    /** @param path as {@code group/name}, or a name alone */
    static CronSchedule of(String path, Map<String, String> options) {
        int slash = path.indexOf('/');
        return new CronSchedule(
                slash < 0
                        ? new TriggerKey(path, GROUP)
                        : new TriggerKey(path.substring(slash + 1), path.substring(0, slash)),
                options);
    }

    /** Whether a time that passed while the service was down is made up for, once. */
    boolean catchesUp() {
        return "once".equals(options.get("catchUp"));
    }

    @Override
    public Optional<Instant> nextAfter(Instant after) {
        return ScheduleTimes.of(key.toString(), options).nextAfter(after);
    }
}
