package io.spicerack.ops;

import io.spicerack.core.trail.Callers;
import io.spicerack.model.DurationText;
import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Levels of the log that somebody has changed while it runs: each for a while, on record, and of our own rooms alone. What
 * drivers and libraries log at debug and trace is what passes through them, rows and secrets too. Thread-safe.
 */
public final class LogLevels {
    /** A level that was changed. {@code until} is by the wall clock, for people. */
    public record Changed(String room, Level level, Instant until) {}

    /** For all rooms. */
    public static final String ALL = "all";

    static final Duration LONGEST = Duration.ofHours(24);

    private static final Logger LOGGER = LoggerFactory.getLogger(LogLevels.class);
    private static final String OURS = "io.spicerack";

    private record Running(Changed changed, Moment end) {}

    private final LoggerLevels loggers;
    private final Clock clock;
    private final Ticker ticker;
    private final Map<String, Running> running = new TreeMap<>();

    public LogLevels(LoggerLevels loggers, Clock clock, Ticker ticker) {
        this.loggers = loggers;
        this.clock = clock;
        this.ticker = ticker;
    }

    /**
     * Changes it, on record before it is so; {@code IllegalArgumentException} says what is not allowed.
     *
     * @param room a package below {@code io.spicerack}, such as {@code core.refresh}, or {@link #ALL}
     * @param level of SLF4J, in any case
     * @param time after which it is as before
     */
    public synchronized Changed change(String room, String level, Duration time, Callers callers) {
        Level known = level(level);
        String logger = logger(room);
        if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a level of the log is changed for 1 s to 24 h, not for " + DurationText.of(time));
        }
        Changed changed = new Changed(room, known, clock.instant().plus(time));
        callers.changedLogLevel(room, known.name(), changed.until());
        loggers.set(logger, known);
        running.put(room, new Running(changed, new Moment(ticker.nanos() + time.toNanos())));
        LOGGER.atInfo()
                .addKeyValue("room", room)
                .addKeyValue("level", known)
                .addKeyValue("until", changed.until())
                .log("level of the log changed");
        Executor after = CompletableFuture.delayedExecutor(time.toMillis() + 1, TimeUnit.MILLISECONDS);
        CompletableFuture<Void> unused = CompletableFuture.runAsync(this::settle, after);
        return changed;
    }

    /** As the configuration says it, on record; false where nobody had changed it. {@code IllegalArgumentException} as above. */
    public synchronized boolean reset(String room, Callers callers) {
        logger(room);
        if (!running.containsKey(room)) {
            return false;
        }
        callers.changedLogLevel(room, "default", clock.instant());
        end(room);
        return true;
    }

    /** In the order of their rooms. */
    public synchronized List<Changed> changed() {
        settle();
        return running.values().stream().map(Running::changed).toList();
    }

    /** Ends those whose time is over. */
    synchronized void settle() {
        for (Map.Entry<String, Running> each : new ArrayList<>(running.entrySet())) {
            if (!ticker.now().isBefore(each.getValue().end())) {
                end(each.getKey());
            }
        }
    }

    private void end(String room) {
        running.remove(room);
        loggers.reset(logger(room));
        LOGGER.atInfo().addKeyValue("room", room).log("level of the log is as before");
    }

    private static Level level(String text) {
        return Arrays.stream(Level.values())
                .filter(level -> level.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no level '" + text + "'; allowed are error, warn, info, debug and trace"));
    }

    private static String logger(String room) {
        if (room.equals(ALL)) {
            return OURS;
        }
        String name = OURS + "." + room;
        boolean ours = room.matches("[a-z0-9]+(\\.[a-z0-9]+)*")
                && LogLevels.class.getResource("/" + name.replace('.', '/') + "/package-info.class") != null;
        if (!ours) {
            throw new IllegalArgumentException(
                    "'" + room + "' is no room of Spicerack: say all, or a package of"
                            + " docs/design.md such as core.refresh, source.postgres or camel. The loggers of drivers and"
                            + " libraries stay as they are: below warn they write what passes through them, rows and secrets too");
        }
        return name;
    }
}
