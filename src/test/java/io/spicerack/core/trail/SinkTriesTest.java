package io.spicerack.core.trail;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.LogLines;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

class SinkTriesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T02:14:07.512345678Z");

    private final FailingSinks failing = new FailingSinks(Clock.fixed(NOW, ZoneOffset.UTC));
    private final SinkTries tries = new SinkTries(failing, "alerts/webhook");

    /** A sink may be dead for a night, and is tried every five seconds. */
    @Test
    void whatFailsForTheSameReasonIsLoggedOnceAndWhenItIsOver() {
        try (LogLines log = LogLines.at(Map.of("io.spicerack.core.trail", Level.INFO))) {
            for (int i = 0; i < 5; i++) {
                assertThat(tries.tell(() -> {
                            throw new NoSuchFileException("audit");
                        }))
                        .isZero();
            }
            assertThat(tries.tell(() -> 3)).isEqualTo(3);
            tries.tell(() -> 0);
            assertThat(log.lines())
                    .satisfiesExactly(
                            first -> assertThat(first)
                                    .contains(
                                            "a sink takes nothing",
                                            "sink=alerts/webhook",
                                            "NoSuchFileException: audit"),
                            last -> assertThat(last)
                                    .contains("a sink that took nothing takes again", "since=2026-11-23T02:14:07Z"));
        }
    }

    @Test
    void whatALibraryQuotesIsNeitherLoggedNorShown() {
        try (LogLines log = LogLines.at(Map.of("io.spicerack", Level.TRACE))) {
            tries.tell(() -> {
                throw new IllegalArgumentException("POST https://hooks.example.com/T0/secret failed");
            });
            assertThat(log.lines()).hasSize(1).noneMatch(line -> line.contains("secret"));
            assertThat(failing.all()).hasSize(1).noneMatch(known -> known.reason()
                    .contains("secret"));
        }
    }

    @Test
    void whatIsNoLongerBroughtIsGoneInSilence() {
        failing.failed("alerts/webhook", "it is away");
        try (LogLines log = LogLines.at(Map.of("io.spicerack", Level.TRACE))) {
            tries.end();
            assertThat(log.lines()).isEmpty();
        }
        assertThat(failing.all()).isEmpty();
    }
}
