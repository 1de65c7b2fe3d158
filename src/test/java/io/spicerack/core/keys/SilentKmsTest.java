package io.spicerack.core.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.LogLines;
import io.spicerack.TakesLong;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.RequestSource;
import io.spicerack.ops.KeyLook;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

/** KMS does not answer: that is said once, what was known grows old, and its end is said. */
@WithCore
@TakesLong
class SilentKmsTest {
    private final CoreFixture core;
    private final KeyWatch watch;

    SilentKmsTest(CoreFixture core) {
        this.core = core;
        core.publish("patients", SampleRows.of(1));
        watch = core.spice().keyWatch();
        watch.look();
    }

    @Test
    void theLogSaysItOnceAndWhenItEnds() {
        try (LogLines log = LogLines.at(Map.of("io.spicerack.core", Level.INFO))) {
            core.keys().reachable(false);
            for (int look = 0; look < 20; look++) {
                core.clock().advance(Duration.ofSeconds(5));
                watch.look();
            }
            core.keys().reachable(true);
            core.clock().advance(Duration.ofSeconds(5));
            watch.look();
            watch.look();
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("KMS does not say how a key is"))
                    .hasSize(1);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("KMS says again how a key is"))
                    .singleElement()
                    .asString()
                    .contains("silentSeconds=100");
        }
    }

    @Test
    void whatWasSeenBeforeIsNoLongerTakenForSo() {
        core.keys().reachable(false);
        core.clock().advance(Duration.ofSeconds(5));
        watch.look();
        core.clock().advance(Duration.ofSeconds(71));
        KeyLook look = KeyLook.of(CoreFixture.SERVICE_OWNED_KEY, watch);
        assertThat(look.known()).isEqualTo("unknown");
        assertThat(look.getState()).isEqualTo("Enabled");
        assertThat(look.getAgeSeconds()).isEqualTo(76);
        assertThat(look.getSilentSeconds()).isEqualTo(71);
        assertThat(look.getReason()).contains("KMS does not answer");
        core.keys().reachable(true);
        watch.look();
        assertThat(KeyLook.of(CoreFixture.SERVICE_OWNED_KEY, watch).known()).isEqualTo("Enabled");
    }

    @Test
    void aWatchThatNobodyRunsMakesItStaleToo() {
        core.clock().advance(Duration.ofSeconds(61));
        assertThat(KeyLook.of(CoreFixture.SERVICE_OWNED_KEY, watch).known()).isEqualTo("unknown");
    }

    @Test
    void aWatchWithALongPeriodIsNotStaleBetweenItsRounds() {
        core.clock().advance(Duration.ofMinutes(5));
        watch.look();
        core.clock().advance(Duration.ofMinutes(5));
        assertThat(KeyLook.of(CoreFixture.SERVICE_OWNED_KEY, watch).known()).isEqualTo("Enabled");
    }

    @Test
    void aRefreshMeanwhileFailsWithATypeOfItsOwn() {
        DataSetId patients = new DataSetId("patients");
        core.keys().reachable(false);
        core.spice().ingestions().request(patients, RequestSource.MANUAL);
        try (Refresh refresh = core.next(patients)) {
            try {
                refresh.begin().seal(SampleRows.of(2));
            } catch (RuntimeException e) {
                refresh.fail(e);
            }
        }
        assertThat(Objects.requireNonNull(core.spice()
                                .ingestions()
                                .list(patients, 1)
                                .get(0)
                                .error())
                        .type())
                .isEqualTo(IngestionErrorType.KEY_SERVICE_UNAVAILABLE)
                .satisfies(
                        type -> assertThat(type.inQuickSight()).isEqualTo(IngestionErrorType.INTERNAL_SERVICE_ERROR));
    }
}
