package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.catalog.RefusedChangeException;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.RequestSource;
import io.spicerack.table.RowGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

@TakesLong
@WithCore
class RewrapsTest {
    private static final int REWRAPS = 30;

    private final CoreFixture core;
    private final Path directory;

    RewrapsTest(CoreFixture core) {
        this.core = core;
        directory = core.directory();
    }

    @Test
    void readersComeAndGoWhileTheKeyIsRewrappedAgainAndAgain() throws Exception {
        KeyReference first = core.createDefaultKey("first");
        KeyReference second = core.createDefaultKey("second");
        DataSetId visits = core.publish("visits", SampleRows.of(10, 5));
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Integer> reading = CompletableFuture.supplyAsync(() -> readUntil(done, visits));
        for (int rewrap = 0; rewrap < REWRAPS; rewrap++) {
            KeyReference wanted = rewrap % 2 == 0 ? first : second;
            core.spice().keyRegistrations().update(List.of(new RegisteredKey(wanted, true)));
            core.spice().rewraps().rewrap(visits);
            assertThat(current(visits).key().key()).isEqualTo(wanted);
        }
        done.set(true);
        assertThat(reading.get()).as("reads, none of which was refused").isPositive();
        assertThat(core.keys().grants()).hasSize(1);
        assertThat(core.spice().audit().search(AuditQuery.oldest(10_000).named("RewrapDataSetVersion")))
                .hasSize(REWRAPS);
    }

    @Test
    void toTheServiceOwnedKeyItLeavesNoGrant() throws Exception {
        core.createDefaultKey("ours");
        DataSetId visits = core.publish("visits", SampleRows.of(10));
        core.spice().keyRegistrations().update(List.of());
        core.spice().rewraps().rewrap(visits);
        VersionRecord version = current(visits);
        assertThat(version.key().key()).isEqualTo(CoreFixture.SERVICE_OWNED_KEY);
        assertThat(version.serviceOwnedKey()).isTrue();
        assertThat(core.keys().grants()).isEmpty();
    }

    @Test
    void aRefreshThatCameFirstIsNotUndone() {
        core.createDefaultKey("first");
        DataSetId visits = core.publish("visits", SampleRows.of(10));
        VersionRecord before = current(visits);
        core.spice().ingestions().request(visits, RequestSource.MANUAL);
        core.runNext(visits, SampleRows.of(20));
        VersionRecord after = before.under(before.key(), false, "0".repeat(64), 1);
        assertThatThrownBy(() -> core.catalog().run(tx -> tx.versions().rewrap(before, after)))
                .isInstanceOf(RefusedChangeException.class)
                .hasMessage(
                        "version '" + before.id() + "' of data set 'visits' was replaced or rewrapped meanwhile; look"
                                + " at the key report, and rewrap again if it is still needed");
        assertThat(current(visits).rows()).isEqualTo(20);
    }

    @Test
    void whatCannotBePutOnRecordIsNotRewrapped() throws Exception {
        KeyReference first = core.createDefaultKey("first");
        DataSetId visits = core.publish("visits", SampleRows.of(10));
        core.createDefaultKey("second");
        AuditFault.refuse(directory, "RewrapDataSetVersion");
        assertThatThrownBy(() -> core.spice().rewraps().rewrap(visits))
                .hasMessageContaining("the trail cannot be written");
        AuditFault.mend(directory);
        assertThat(current(visits).key().key()).isEqualTo(first);
        core.spice().readers().open(visits).close();
        core.spice().rewraps().rewrap(visits);
        assertThat(core.keys().grants()).hasSize(1);
    }

    @Test
    void aDataSetWithoutAVersionSaysWhatToDo() {
        DataSetId empty = core.declare("empty");
        assertThatThrownBy(() -> core.spice().rewraps().rewrap(empty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("data set 'empty' has no version to rewrap; refresh it first");
    }

    private int readUntil(AtomicBoolean done, DataSetId dataSet) {
        int reads = 0;
        while (!done.get() || reads == 0) {
            try (OpenDataSet open = core.spice().readers().open(dataSet)) {
                RowGroup group = new RowGroup(open.schema());
                assertThat(open.next(group)).isTrue();
                assertThat(open.next(group)).isTrue();
                reads++;
            } catch (TamperedException e) {
                throw new AssertionError("a version was taken for altered while it was rewrapped", e);
            }
        }
        return reads;
    }

    private VersionRecord current(DataSetId dataSet) {
        return core.catalog().read(tx -> tx.versions().current(dataSet)).orElseThrow();
    }
}
