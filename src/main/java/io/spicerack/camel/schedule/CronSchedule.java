package io.spicerack.camel.schedule;

import io.spicerack.routes.CronTimes;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quartz.TriggerKey;

/**
 * A schedule of a data engineers' file: the trigger that it has and the times at which it fires. Immutable.
 *
 * @param options as the check of the file has made them canonical
 */
record CronSchedule(TriggerKey key, Map<String, String> options) implements FireTimes {
    static final String CRON = "cron";
    static final String ZONE = "trigger.timeZone";

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

    @Override
    public Optional<Instant> nextAfter(Instant after) {
        return times().nextAfter(after);
    }

    private CronTimes times() {
        String zone = options.get(ZONE);
        return new CronTimes(
                options.getOrDefault(CRON, ""), zone == null ? ZoneId.systemDefault() : ZoneId.of(zone), Set.of());
    }
}
