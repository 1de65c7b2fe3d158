package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.SetClock;
import io.spicerack.core.WithCore;
import io.spicerack.core.account.SignedChanges;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.reading.Readers;
import io.spicerack.core.refresh.ProgressMeter;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.ops.KeyLook;
import io.spicerack.table.RowGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever sets the clock, forwards or back, moves no bound: a disabled key ends the reading within its lifetime all the same. */
@TakesLong
@WithCore
class SetClocksTest {
    private final CoreFixture core;
    private final SetClock clock;
    private final KeyWatch watch;
    private final Readers readers;
    private KeyReference key;
    private OpenDataSet reader;
    private RowGroup group;

    SetClocksTest(CoreFixture core) {
        this.core = core;
        this.clock = core.clock();
        this.watch = core.spice().keyWatch();
        this.readers = core.spice().readers();
    }

    @BeforeEach
    void openAReader() throws Exception {
        key = core.createDefaultKey("ours");
        reader = readers.open(core.publish("visits", SampleRows.of(20, 1)));
        group = new RowGroup(reader.schema());
        watch.look();
    }

    @AfterEach
    void close() {
        reader.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, -2})
    void aStepOfHoursAndBackAfterEightSecondsKeepsNoReaderOpen(int hours) {
        clock.step(Duration.ofHours(hours));
        clock.advance(Duration.ofSeconds(4));
        watch.look();
        readers.renew();
        clock.advance(Duration.ofSeconds(4));
        clock.step(Duration.ofHours(-hours));
        assertThat(reader.next(group)).as("nothing is wrong yet").isTrue();
        core.keys().set(key, KeyState.Disabled);
        clock.advance(Duration.ofSeconds(46));
        readers.renew();
        assertDenied("is Disabled");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, -2})
    void aLookAfterAStepIsTakenIn(int hours) {
        clock.step(Duration.ofHours(hours));
        core.keys().set(key, KeyState.Disabled);
        clock.advance(Duration.ofSeconds(5));
        watch.look();
        assertThat(watch.observation(key).orElseThrow().state()).isEqualTo(KeyState.Disabled);
        assertDenied("is Disabled");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, -2})
    void theHardBoundHoldsWhileKmsIsGone(int hours) {
        clock.step(Duration.ofHours(hours));
        core.keys().reachable(false);
        clock.advance(Duration.ofSeconds(59));
        readers.renew();
        readers.cutOld();
        assertThat(reader.next(group)).as("within the lifetime").isTrue();
        clock.advance(Duration.ofSeconds(2));
        readers.cutOld();
        assertThat(reader.isCut())
                .as("nobody had to read, and nobody had to ask KMS")
                .isTrue();
        assertDenied("has not confirmed key " + key + " for 61 s");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, -2})
    void whatIsShownAsAgeIsTimeThatPassed(int hours) {
        clock.advance(Duration.ofSeconds(7));
        clock.step(Duration.ofHours(hours));
        assertThat(reader.age()).isEqualTo(Duration.ofSeconds(7));
        assertThat(KeyLook.all(watch)).extracting(KeyLook::getAgeSeconds).containsOnly(7L);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, -2})
    void aRefreshTakesTheTimeThatPassed(int hours) {
        ProgressMeter meter = new ProgressMeter(clock.ticker());
        clock.step(Duration.ofHours(hours));
        clock.advance(Duration.ofSeconds(11));
        assertThat(meter.elapsed()).isEqualTo(Duration.ofSeconds(11));
        assertThat(meter.worthKeeping()).isTrue();
    }

    @Test
    void aCapturedRequestIsNotTakenAgainAfterTheClockWasSetForwardAndBack() {
        Instant good = clock.instant().plus(Duration.ofMinutes(15));
        assertThat(isTaken("captured", good)).isTrue();
        clock.step(Duration.ofHours(2));
        assertThat(isTaken("another", clock.instant().plus(Duration.ofMinutes(15))))
                .isTrue();
        clock.step(Duration.ofHours(-2));
        assertThat(isTaken("captured", good)).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(isTaken("new", clock.instant().plus(Duration.ofMinutes(15)))).isTrue();
    }

    private boolean isTaken(String signature, Instant good) {
        SignedChanges.Signed request = new SignedChanges.Signed(signature, signature, good, "DATA_SET/patients");
        boolean first = core.spice().signedChanges().take(request) instanceof SignedChanges.Turn.First;
        if (first) {
            core.spice().signedChanges().ended(request, Optional.empty(), false);
        }
        return first;
    }

    private void assertDenied(String words) {
        assertThatThrownBy(() -> reader.next(group))
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessageContaining(words);
    }
}
