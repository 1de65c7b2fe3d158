package io.spicerack.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.core.CoreFixture;
import io.spicerack.core.WithCore;
import io.spicerack.core.trail.Callers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

@WithCore
class LogLevelsTest {
    private final Map<String, Level> set = new TreeMap<>();
    private final LoggerLevels loggers = new LoggerLevels() {
        @Override
        public void set(String logger, Level level) {
            set.put(logger, level);
        }

        @Override
        public void reset(String logger) {
            set.remove(logger);
        }
    };
    private final CoreFixture core;
    private final Callers callers;
    private final LogLevels levels;

    LogLevelsTest(CoreFixture core) {
        this.core = core;
        callers = core.spice().callers();
        levels = new LogLevels(loggers, core.clock(), core.clock().ticker());
    }

    @Test
    void aRoomIsHeardForAWhileAndThenAsBefore() {
        levels.change("core.refresh", "debug", Duration.ofMinutes(10), callers);
        levels.change("all", "WARN", Duration.ofHours(1), callers);
        assertThat(set).isEqualTo(Map.of("io.spicerack.core.refresh", Level.DEBUG, "io.spicerack", Level.WARN));
        core.clock().advance(Duration.ofMinutes(9));
        levels.settle();
        assertThat(levels.changed()).hasSize(2);
        core.clock().advance(Duration.ofMinutes(1));
        levels.settle();
        assertThat(set).isEqualTo(Map.of("io.spicerack", Level.WARN));
        assertThat(levels.changed()).singleElement().satisfies(left -> {
            assertThat(left.room()).isEqualTo("all");
            assertThat(left.until()).isEqualTo("2026-11-23T03:14:07Z");
        });
    }

    @Test
    void aLongerTimeForTheSameRoomCounts() {
        levels.change("camel", "trace", Duration.ofMinutes(1), callers);
        levels.change("camel", "debug", Duration.ofMinutes(5), callers);
        core.clock().advance(Duration.ofMinutes(2));
        levels.settle();
        assertThat(set).isEqualTo(Map.of("io.spicerack.camel", Level.DEBUG));
    }

    @Test
    void whatNobodyHasChangedIsNotPutBack() {
        levels.change("camel", "debug", Duration.ofMinutes(1), callers);
        assertThat(levels.reset("core.refresh", callers)).isFalse();
        assertThat(levels.reset("camel", callers)).isTrue();
        assertThat(levels.reset("camel", callers)).isFalse();
        assertThat(set).isEmpty();
        assertThatThrownBy(() -> levels.reset("core.refesh", callers))
                .hasMessageStartingWith("'core.refesh' is no room of Spicerack: say all, or a package of");
    }

    @Test
    void whatWritesRowsOrSecretsIsNeverOpened() {
        for (String other : new String[] {
            "org.postgresql",
            "org.mariadb.jdbc",
            "org.apache.camel",
            "software.amazon.awssdk",
            "root",
            "",
            "core.",
            "core/refresh"
        }) {
            assertThatThrownBy(() -> levels.change(other, "info", Duration.ofMinutes(1), callers))
                    .as(other)
                    .hasMessageStartingWith("'" + other + "' is no room of Spicerack: say all, or a package of");
        }
        assertThatThrownBy(() -> levels.change("camel", "debug", Duration.ofDays(2), callers))
                .hasMessageContaining("for 1 s to 24 h, not for 48 h");
        assertThat(set).isEmpty();
        assertThat(core.spice().audit().countsByName()).doesNotContainKey("ChangeLogLevel");
    }
}
