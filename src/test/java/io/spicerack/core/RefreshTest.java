package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.catalog.record.VersionState;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.refresh.Claimed;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.refresh.Sealed;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RowInfo;
import io.spicerack.model.VersionId;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@WithCore
class RefreshTest {
    private final Path directory;
    private final CoreFixture core;

    RefreshTest(CoreFixture core) {
        this.core = core;
        directory = core.directory();
    }

    @Test
    void readersSeeTheOldVersionUntilThePublishAndTheNewOneAfterIt() throws Exception {
        DataSetId visits = core.publish("visits", SampleRows.of(10));
        VersionId old = current(visits);
        try (Refresh refresh = begin(visits)) {
            Sealed sealed = refresh.begin().seal(SampleRows.of(20));
            assertThat(current(visits)).isEqualTo(old);
            sealed.reconcile().publish();
            assertThat(current(visits)).isNotEqualTo(old);
        }
        try (OpenDataSet open = core.spice().readers().open(visits)) {
            assertThat(open.version().rows()).isEqualTo(20);
        }
    }

    @Test
    void aPublishThatCannotBeRecordedDoesNotHappen() throws Exception {
        DataSetId visits = core.publish("visits", SampleRows.of(10));
        VersionId old = current(visits);
        AuditFault.refuse(directory, "CompleteIngestion");
        try (Refresh refresh = begin(visits)) {
            Sealed sealed = refresh.begin().seal(SampleRows.of(20));
            assertThatThrownBy(() -> sealed.reconcile().publish()).hasMessageContaining("the trail cannot be written");
        }
        assertThat(current(visits)).isEqualTo(old);
        assertThat(versionDirectories(visits)).containsExactly(old.value());
        assertThat(last(visits).status()).isEqualTo(IngestionStatus.FAILED);
        assertThat(core.spice().audit().search(AuditQuery.newest(10).named("PublishDataSetVersion")))
                .hasSize(1);
    }

    @Test
    void closingWithoutAPublishDiscardsAndSaysSo() throws Exception {
        DataSetId visits = core.publish("visits", SampleRows.of(10));
        VersionId old = current(visits);
        try (Refresh refresh = begin(visits)) {
            refresh.begin().seal(SampleRows.of(20));
            assertThat(versionDirectories(visits)).hasSize(2);
        }
        assertThat(versionDirectories(visits)).containsExactly(old.value());
        assertThat(Objects.requireNonNull(last(visits).error()).message())
                .isEqualTo("the route of data set 'visits' ended after step SEALED without spice:publish; the staged"
                        + " version was discarded");
    }

    @Test
    void rowsWhoseSealFailedAreNotSealedAgainFromWhereTheyStopped() throws Exception {
        DataSetId visits = core.declare("visits");
        core.spice().ingestions().request(visits, RequestSource.MANUAL);
        try (Refresh refresh = core.next(visits)) {
            Claimed claimed = refresh.begin();
            RowGroups rows = SampleRows.of(20);
            assertThatThrownBy(() -> claimed.seal(new RowGroups() {
                        @Override
                        public Schema schema() {
                            return rows.schema();
                        }

                        @Override
                        public boolean next(RowGroup group) {
                            rows.next(group);
                            throw new IllegalStateException("the disk went away");
                        }

                        @Override
                        public void close() {}
                    }))
                    .hasMessage("the disk went away");
            assertThatThrownBy(() -> claimed.seal(rows))
                    .hasMessage(
                            "data set 'visits': its rows were read by a step that failed to seal them, and rows are read"
                                    + " once. Let the ingestion fail, and refresh again");
        }
        assertThat(core.spice().readers().hasVersion(visits)).isFalse();
    }

    @Test
    void aCommitWhoseAnswerGotLostKeepsItsFiles() throws Exception {
        DataSetId visits = core.declare("visits");
        core.spice().ingestions().request(visits, RequestSource.MANUAL);
        Refresh refresh = core.next(visits);
        refresh.begin().seal(SampleRows.of(20));
        VersionId staged = new VersionId(versionDirectories(visits).get(0));
        core.catalog().run(tx -> {
            tx.versions().stage(record(visits, staged, refresh));
            tx.versions().publish(visits, staged);
            tx.ingestions().complete(visits, refresh.ingestion(), new RowInfo(20, 0, 20), 1, staged);
        });

        refresh.close();

        assertThat(versionDirectories(visits)).containsExactly(staged.value());
        assertThat(last(visits).status()).isEqualTo(IngestionStatus.COMPLETED);
    }

    @Test
    void aKeyThatIsDisabledBetweenSealAndPublishPublishesNothing() throws Exception {
        DataSetId visits = core.publish("visits", SampleRows.of(10));
        VersionId old = current(visits);
        KeyReference key = core.createDefaultKey("ours");
        try (Refresh refresh = begin(visits)) {
            Sealed sealed = refresh.begin().seal(SampleRows.of(20));
            core.keys().set(key, KeyState.Disabled);
            assertThatThrownBy(() -> sealed.reconcile().publish())
                    .isInstanceOf(KeyUnavailableException.class)
                    .hasMessage("KMS key " + key + " is Disabled. Enable the key.")
                    .satisfies(e -> refresh.fail(e));
        }
        assertThat(current(visits)).isEqualTo(old);
        assertThat(Objects.requireNonNull(last(visits).error()).type()).isEqualTo(IngestionErrorType.PERMISSION_DENIED);
        assertThat(core.keys().grants()).isEmpty();
    }

    @Test
    void aKeyThatIsSeenDisabledCutsTheRefreshUnderIt() {
        KeyReference key = core.createDefaultKey("ours");
        DataSetId visits = core.declare("visits");
        core.spice().ingestions().request(visits, RequestSource.MANUAL);
        try (Refresh refresh = core.next(visits)) {
            Sealed sealed = refresh.begin().seal(SampleRows.of(20));
            core.spice().keyWatch().observed(key, KeyState.Disabled);
            assertThatThrownBy(sealed::reconcile)
                    .hasMessage(
                            "KMS key " + key + " is Disabled. Enable the key, or refresh under another default key.");
        }
        assertThat(Objects.requireNonNull(last(visits).error()).type()).isEqualTo(IngestionErrorType.PERMISSION_DENIED);
    }

    private Refresh begin(DataSetId dataSet) {
        core.spice().ingestions().request(dataSet, RequestSource.MANUAL);
        return core.next(dataSet);
    }

    private VersionId current(DataSetId dataSet) {
        return core.catalog()
                .read(tx -> tx.versions().current(dataSet))
                .orElseThrow()
                .id();
    }

    private IngestionRecord last(DataSetId dataSet) {
        return core.spice().ingestions().list(dataSet, 1).get(0);
    }

    private List<String> versionDirectories(DataSetId dataSet) throws IOException {
        try (var entries = Files.list(directory.resolve("store").resolve(dataSet.value()))) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    private VersionRecord record(DataSetId dataSet, VersionId version, Refresh refresh) {
        return new VersionRecord(
                dataSet,
                version,
                refresh.ingestion(),
                VersionState.STAGED,
                new WrappedKey(CoreFixture.SERVICE_OWNED_KEY, "AAAA"),
                true,
                "00".repeat(32),
                "[]",
                20,
                1,
                1,
                core.clock().instant(),
                null,
                null);
    }
}
