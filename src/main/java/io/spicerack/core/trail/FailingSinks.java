package io.spicerack.core.trail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sinks that do not take what they are brought: since when, and why. What they have not got stays in the catalog.
 * Thread-safe.
 */
public final class FailingSinks {
    /**
     * One of them.
     *
     * @param sink its name, such as {@code files}, or {@code alerts/mail} for a way of alerts
     * @param reason how its newest try failed
     */
    public record Failing(String sink, Instant since, String reason) {}

    /** Before the names of ways of alerts, as before their positions in the catalog. */
    public static final String ALERTS = "alerts/";

    private static final Logger LOGGER = LoggerFactory.getLogger(FailingSinks.class);
    private static final int LONGEST = 300;

    private final Clock clock;
    private final Map<String, Failing> failing = new TreeMap<>();

    public FailingSinks(Clock clock) {
        this.clock = clock;
    }

    /** It did not take what it was brought; {@code reason} is cut and put on one line. */
    public synchronized void failed(String sink, String reason) {
        Failing before = failing.get(sink);
        String line = reason.replaceAll("\\p{Cntrl}+", " ");
        Failing now = new Failing(
                sink,
                before == null ? clock.instant().truncatedTo(ChronoUnit.SECONDS) : before.since(),
                line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line);
        failing.put(sink, now);
        // it is tried every few seconds, for as long as it takes
        if (!now.equals(before)) {
            LOGGER.atWarn()
                    .addKeyValue("sink", sink)
                    .addKeyValue("reason", now.reason())
                    .log("a sink takes nothing; what it has not got waits in the catalog, and is tried again");
        }
    }

    /** It took something, or there is nothing for it. */
    public synchronized void well(String sink) {
        Failing before = failing.remove(sink);
        if (before != null) {
            LOGGER.atInfo()
                    .addKeyValue("sink", sink)
                    .addKeyValue("since", before.since())
                    .log("a sink that took nothing takes again");
        }
    }

    /** Nothing is brought to it any more. */
    public synchronized void gone(String sink) {
        failing.remove(sink);
    }

    public synchronized Optional<Failing> find(String sink) {
        return Optional.ofNullable(failing.get(sink));
    }

    /** For how many seconds it has taken nothing; 0 where it is well. */
    public long seconds(String sink) {
        return find(sink)
                .map(known -> Math.max(
                        1, Duration.between(known.since(), clock.instant()).toSeconds()))
                .orElse(0L);
    }

    /** In the order of their names. */
    public synchronized List<Failing> all() {
        return List.copyOf(failing.values());
    }
}
