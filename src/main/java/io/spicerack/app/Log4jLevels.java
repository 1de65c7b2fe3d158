package io.spicerack.app;

import io.spicerack.ops.LoggerLevels;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;

/** The levels of Log4j, and what its file had said of those that were changed. Thread-safe. */
final class Log4jLevels implements LoggerLevels {
    private final Map<String, Optional<Level>> before = new HashMap<>();

    @Override
    public synchronized void set(String logger, org.slf4j.event.Level level) {
        before.computeIfAbsent(
                logger, name -> Optional.ofNullable(configuration().getLoggers().get(name))
                        .map(LoggerConfig::getLevel));
        Configurator.setLevel(logger, Level.valueOf(level.name()));
    }

    @Override
    public synchronized void reset(String logger) {
        Optional<Level> said = before.remove(logger);
        if (said == null) {
            return;
        }
        if (said.isPresent()) {
            Configurator.setLevel(logger, said.get());
        } else {
            configuration().removeLogger(logger);
            context().updateLoggers();
        }
    }

    private static LoggerContext context() {
        return LoggerContext.getContext(false);
    }

    private static Configuration configuration() {
        return context().getConfiguration();
    }
}
