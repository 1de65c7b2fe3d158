package io.spicerack.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class Log4jLevelsTest {
    private static final String NAME = "io.spicerack.app.of.this.test";

    private final Log4jLevels levels = new Log4jLevels();
    private final Logger below = LoggerFactory.getLogger(NAME + ".Below");

    @Test
    void aLoggerThatTheFileDoesNotNameIsAgainAsTheOnesAboveIt() {
        boolean before = below.isTraceEnabled();
        levels.set(NAME, Level.TRACE);
        levels.set(NAME, Level.ERROR);
        assertThat(below.isErrorEnabled()).isTrue();
        assertThat(below.isWarnEnabled()).isFalse();
        levels.set(NAME, Level.TRACE);
        assertThat(below.isTraceEnabled()).isTrue();
        levels.reset(NAME);
        assertThat(below.isTraceEnabled()).isEqualTo(before);
        assertThat(LoggerContext.getContext(false).getConfiguration().getLoggers())
                .doesNotContainKey(NAME);
    }

    @Test
    void oneThatTheFileNamesIsAsTheFileSays() {
        Configurator.setLevel(NAME, org.apache.logging.log4j.Level.ERROR);
        try {
            levels.set(NAME, Level.DEBUG);
            assertThat(below.isDebugEnabled()).isTrue();
            levels.reset(NAME);
            assertThat(below.isWarnEnabled()).isFalse();
            assertThat(below.isErrorEnabled()).isTrue();
        } finally {
            LoggerContext.getContext(false).getConfiguration().removeLogger(NAME);
            LoggerContext.getContext(false).updateLoggers();
        }
    }
}
