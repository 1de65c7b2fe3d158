package io.spicerack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Test;

/** A test that listened leaves nothing behind: what the next one asks for reaches every logger below it. */
class LogLinesTest {
    @Test
    void aLevelThatWasSetIsGoneWithTheLines() {
        Level before = LogManager.getLogger("loglines.rooms.kitchen").getLevel();
        LogLines.at(Map.of("loglines.rooms.kitchen", Level.INFO)).close();
        try (LogLines lines = LogLines.at(Map.of("loglines.rooms", Level.DEBUG))) {
            LogManager.getLogger("loglines.rooms.kitchen").debug("kettle");
            assertThat(lines.lines()).singleElement().asString().contains("kettle");
        }
        assertThat(LogManager.getLogger("loglines.rooms.kitchen").getLevel()).isEqualTo(before);
    }

    @Test
    void oneWithinAnotherPutsBackWhatTheOuterOneSet() {
        try (LogLines outer = LogLines.at(Map.of("loglines.garden", Level.DEBUG))) {
            LogLines.at(Map.of("loglines.garden", Level.TRACE)).close();
            LogManager.getLogger("loglines.garden.shed").debug("spade");
            LogManager.getLogger("loglines.garden.shed").trace("dust");
            assertThat(outer.lines()).singleElement().asString().contains("spade");
        }
    }
}
