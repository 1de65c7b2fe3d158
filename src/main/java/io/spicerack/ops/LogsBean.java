package io.spicerack.ops;

import io.spicerack.core.trail.Callers;
import java.time.Duration;
import java.util.List;

/** Thread-safe. */
final class LogsBean implements LogsMXBean {
    private final LogLevels levels;
    private final Callers callers;

    LogsBean(LogLevels levels, Callers callers) {
        this.levels = levels;
        this.callers = callers;
    }

    @Override
    public List<String> getChanged() {
        return levels.changed().stream().map(LogsBean::words).toList();
    }

    @Override
    public String change(String room, String level, int minutes) {
        return callers.asKnownOr(
                JmxCaller::present, () -> words(levels.change(room, level, Duration.ofMinutes(minutes), callers)));
    }

    @Override
    public boolean reset(String room) {
        return callers.asKnownOr(JmxCaller::present, () -> levels.reset(room, callers));
    }

    private static String words(LogLevels.Changed changed) {
        return changed.room() + " " + changed.level() + " until " + changed.until();
    }
}
