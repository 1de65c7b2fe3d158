package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.reading.ReadingConfig;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.model.RequestSource;
import io.spicerack.table.RowGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TakesLong
@WithCore
class ReadersTest {
    private static final Duration LIFETIME = Duration.ofSeconds(60);

    private final Path directory;
    private final CoreFixture core;

    ReadersTest(CoreFixture core) {
        this.core = core;
        directory = core.directory();
    }

    @Test
    void anOpenReaderKeepsItsVersionUntilItIsClosedAndTheGrantEndsWithIt() throws Exception {
        KeyReference first = core.createDefaultKey("first");
        DataSetId visits = core.publish("visits", SampleRows.of(10, 5));
        KeyReference second = core.createDefaultKey("second");
        Path old;
        try (OpenDataSet reader = open(visits)) {
            old = directory
                    .resolve("store/visits")
                    .resolve(reader.version().id().value());
            RowGroup group = new RowGroup(reader.schema());
            assertThat(reader.next(group)).isTrue();
            refresh(visits, 20);

            assertThat(old).exists();
            assertThat(core.keys().grants()).hasSize(2);
            assertThat(reader.key()).isEqualTo(first);
            assertThat(reader.next(group)).isTrue();
            assertThat(group.longs(0).value(0)).isEqualTo(5);
            assertThat(reader.next(group)).isFalse();
            try (OpenDataSet fresh = open(visits)) {
                assertThat(fresh.version().rows()).isEqualTo(20);
                assertThat(fresh.key()).isEqualTo(second);
            }
        }
        assertThat(Files.exists(old)).isFalse();
        assertThat(core.keys().grants()).hasSize(1);
        assertThat(live()).extracting(VersionRecord::rows).containsExactly(20L);
    }

    @Test
    void theLastOfSeveralReadersFreesTheOldVersion() throws Exception {
        DataSetId visits = core.publish("visits", SampleRows.of(10));
        OpenDataSet first = open(visits);
        try (OpenDataSet second = open(visits)) {
            refresh(visits, 20);
            first.close();
            first.close();
            assertThat(superseded()).hasSize(1);
            assertThat(second.next(new RowGroup(second.schema()))).isTrue();
        }
        assertThat(superseded()).isEmpty();
    }

    @Test
    void aReaderWhoseKeyIsNotConfirmedWithinTheLifetimeIsRefused() throws Exception {
        DataSetId visits = core.publish("visits", SampleRows.of(10, 1));
        try (OpenDataSet reader = open(visits)) {
            RowGroup group = new RowGroup(reader.schema());
            assertThat(reader.next(group)).isTrue();
            core.keys().reachable(false);
            core.clock().advance(LIFETIME.plusSeconds(1));
            // the core's own renewal may come first, with KMS's words
            assertThatThrownBy(() -> reader.next(group))
                    .asInstanceOf(InstanceOfAssertFactories.type(KeyUnavailableException.class))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE))
                    .extracting(Throwable::getMessage)
                    .asString()
                    .startsWith("Data set 'visits' was shut: KMS ")
                    .containsAnyOf(
                            "KMS has not confirmed key " + reader.key() + " for 61 s, longer than"
                                    + " spicerack.data-key-lifetime (60 s). Read again.",
                            "KMS key " + reader.key() + " cannot be asked for: KMS does not answer.");
        }
        assertThatThrownBy(() -> open(visits))
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessageStartingWith("Cannot open data set 'visits': KMS key ")
                .hasMessageEndingWith("cannot be asked for: KMS does not answer.");
    }

    @Test
    void anOutageShorterThanTheLifetimeHarmsNobody() throws Exception {
        DataSetId visits = core.publish("visits", SampleRows.of(10, 1));
        try (OpenDataSet reader = open(visits)) {
            RowGroup group = new RowGroup(reader.schema());
            for (int outage = 0; outage < 3; outage++) {
                core.keys().reachable(false);
                core.clock().advance(Duration.ofSeconds(50));
                core.spice().readers().renew();
                assertThat(reader.next(group)).isTrue();
                core.keys().reachable(true);
                core.spice().readers().renew();
            }
            assertThat(reader.age()).isLessThan(LIFETIME);
            assertThat(reader.next(group)).isTrue();
        }
    }

    @Test
    void aDisabledKeyCutsOpenReadersWhenItIsSeen() throws Exception {
        KeyReference key = core.createDefaultKey("ours");
        DataSetId visits = core.publish("visits", SampleRows.of(10, 1));
        try (OpenDataSet reader = open(visits)) {
            RowGroup group = new RowGroup(reader.schema());
            assertThat(reader.next(group)).isTrue();
            core.spice().keyWatch().observed(key, KeyState.Disabled);
            assertThatThrownBy(() -> reader.next(group))
                    .isInstanceOf(KeyUnavailableException.class)
                    .hasMessage("Data set 'visits' was shut: KMS key " + key
                            + " is Disabled. Enable the key, or refresh under another default key.");
        }
    }

    @Test
    void aDisabledKeyCutsOpenReadersWhenKmsIsAskedAgain() throws Exception {
        KeyReference key = core.createDefaultKey("ours");
        DataSetId visits = core.publish("visits", SampleRows.of(10, 1));
        try (OpenDataSet reader = open(visits)) {
            core.keys().set(key, KeyState.Disabled);
            core.clock().advance(Duration.ofSeconds(45));
            core.spice().readers().renew();
            assertThatThrownBy(() -> reader.next(new RowGroup(reader.schema())))
                    .hasMessage("Data set 'visits' was shut: KMS key " + key + " is Disabled. Enable the key.");
        }
    }

    @Test
    void aKeyThatIsEnabledAgainOpensItsDataAgain() throws Exception {
        KeyReference key = core.createDefaultKey("ours");
        DataSetId visits = core.publish("visits", SampleRows.of(10));
        core.keys().set(key, KeyState.Disabled);
        core.spice().keyWatch().observed(key, KeyState.Disabled);
        assertThatThrownBy(() -> open(visits))
                .hasMessage("Cannot open data set 'visits': KMS key " + key + " is Disabled. Enable the key.");
        core.keys().set(key, KeyState.Enabled);
        core.clock().advance(Duration.ofSeconds(1));
        core.spice().keyWatch().observed(key, KeyState.Enabled);
        try (OpenDataSet reader = open(visits)) {
            assertThat(reader.next(new RowGroup(reader.schema()))).isTrue();
        }
    }

    @Test
    void aDataSetWithoutAVersionSaysWhatToDo() {
        DataSetId empty = core.declare("empty");
        assertThatThrownBy(() -> open(empty))
                .hasMessage("data set 'empty' has no version to read; refresh it first, and see its last ingestion"
                        + " with: spicerack status");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 901})
    void aDataKeyLifetimeOutOfBoundsIsRefused(long seconds) {
        assertThatThrownBy(() -> new ReadingConfig(Duration.ofSeconds(seconds), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("spicerack.data-key-lifetime is " + seconds + " s"
                        + "; it must be from 1 s to 15 min, since it bounds how long a disabled key still opens data");
    }

    private List<VersionRecord> live() {
        return core.catalog().read(tx -> tx.versions().live());
    }

    private List<VersionRecord> superseded() {
        return core.catalog().read(tx -> tx.versions().superseded());
    }

    private OpenDataSet open(DataSetId dataSet) throws Exception {
        return core.spice().readers().open(dataSet);
    }

    private void refresh(DataSetId dataSet, int rows) {
        core.spice().ingestions().request(dataSet, RequestSource.MANUAL);
        core.runNext(dataSet, SampleRows.of(rows));
    }
}
