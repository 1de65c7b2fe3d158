package io.spicerack.ops;

import org.slf4j.event.Level;

/** Whatever writes the log, as far as it can be told from which level on. Thread-safe. */
public interface LoggerLevels {
    /** Nothing is written, and nothing changes. */
    LoggerLevels NONE = new LoggerLevels() {
        @Override
        public void set(String logger, Level level) {}

        @Override
        public void reset(String logger) {}
    };

    /** From now on {@code logger}, and those below it, write what is of this level or above. */
    void set(String logger, Level level);

    /** As the configuration says it. */
    void reset(String logger);
}
