package io.spicerack;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** Writes down all that is logged until it is closed: logger, message, key-values, exception. Thread-safe. */
public final class LogLines implements AutoCloseable {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Map<String, Optional<Level>> before = new LinkedHashMap<>();
    private final Appender appender = new Appender();

    private LogLines(Map<String, Level> levels) {
        appender.start();
        configuration().getRootLogger().addAppender(appender, Level.ALL, null);
        levels.forEach((logger, level) -> {
            before.put(
                    logger,
                    Optional.ofNullable(configuration().getLoggers().get(logger))
                            .map(LoggerConfig::getLevel));
            Configurator.setLevel(logger, level);
        });
    }

    /** Begins, with these loggers and those below them at these levels meanwhile. */
    public static LogLines at(Map<String, Level> levels) {
        return new LogLines(levels);
    }

    public Queue<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        before.forEach((logger, level) -> {
            if (level.isPresent()) {
                Configurator.setLevel(logger, level.get());
            } else {
                // a level of its own, even the old one, would keep what is set above it later from reaching it
                configuration().removeLogger(logger);
            }
        });
        configuration().getRootLogger().removeAppender(appender.getName());
        LoggerContext.getContext(false).updateLoggers();
    }

    private static Configuration configuration() {
        return LoggerContext.getContext(false).getConfiguration();
    }

    private final class Appender extends AbstractAppender {
        Appender() {
            super(
                    // one within another has a name of its own: by it, it is taken away
                    "log-lines " + UUID.randomUUID(),
                    null,
                    PatternLayout.newBuilder().setPattern("%c %m %X %ex").build(),
                    false,
                    Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            lines.add(String.valueOf(getLayout().toSerializable(event)));
        }
    }
}
