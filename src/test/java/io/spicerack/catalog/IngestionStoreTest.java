package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.NOON;
import static io.spicerack.catalog.CatalogFixtures.PATIENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import io.spicerack.model.RowInfo;
import io.spicerack.model.VersionId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@TakesLong
@WithCatalog
class IngestionStoreTest {
    private static final IngestionId FIRST = new IngestionId("first");
    private static final IngestionId SECOND = new IngestionId("second");
    private static final RowInfo TEN_ROWS = new RowInfo(10, 1, 11);

    private final Catalog catalog;

    IngestionStoreTest(OpenedCatalog opened) {
        catalog = opened.catalog();
    }

    @BeforeEach
    void prepare() {
        catalog.run(tx -> tx.dataSets().declare(PATIENTS, "Patients", null));
        change(ingestions -> ingestions.queue(PATIENTS, FIRST, RequestType.INITIAL_INGESTION, RequestSource.MANUAL));
        change(ingestions -> ingestions.queue(PATIENTS, SECOND, RequestType.FULL_REFRESH, RequestSource.SCHEDULED));
    }

    @Test
    void theOldestQueuedIngestionIsClaimedAndNoOtherWhileItRuns() {
        IngestionRecord claimed = claim();

        assertThat(claimed.id()).isEqualTo(FIRST);
        assertThat(claimed.status()).isEqualTo(IngestionStatus.RUNNING);
        assertThat(claimed.started()).isEqualTo(NOON);
        catalog.run(tx -> assertThat(tx.ingestions().claimNext(PATIENTS, Optional.empty()))
                .isEmpty());
        catalog.read(tx -> assertThat(tx.ingestions().running()).containsExactly(claimed));
        catalog.read(tx -> assertThat(tx.ingestions().queued(PATIENTS))
                .extracting(IngestionRecord::id)
                .containsExactly(SECOND));
    }

    @Test
    void aCompletedIngestionNamesItsRowsAndItsVersion() {
        claim();
        change(ingestions -> ingestions.progress(PATIENTS, FIRST, new RowInfo(5, 0, 5), 512));
        change(ingestions -> ingestions.complete(PATIENTS, FIRST, TEN_ROWS, 1024, new VersionId("v1")));

        assertThat(find(FIRST))
                .isEqualTo(new IngestionRecord(
                        PATIENTS,
                        FIRST,
                        IngestionStatus.COMPLETED,
                        RequestType.INITIAL_INGESTION,
                        RequestSource.MANUAL,
                        NOON,
                        NOON,
                        NOON,
                        TEN_ROWS,
                        1024,
                        null,
                        new VersionId("v1"),
                        null));
        assertThat(claim().id()).isEqualTo(SECOND);
    }

    @Test
    void aFailedIngestionKeepsItsReason() {
        ErrorInfo error = new ErrorInfo(IngestionErrorType.CONNECTION_FAILURE, "host 'db' does not answer");
        claim();
        change(ingestions -> ingestions.fail(PATIENTS, FIRST, error));

        assertThat(find(FIRST).status()).isEqualTo(IngestionStatus.FAILED);
        assertThat(find(FIRST).error()).isEqualTo(error);
        assertThat(find(FIRST).ended()).isEqualTo(NOON);
    }

    @Test
    void aQueuedIngestionCanBeCancelledAndIsNotClaimed() {
        change(ingestions -> ingestions.cancel(PATIENTS, FIRST));

        assertThat(find(FIRST).status()).isEqualTo(IngestionStatus.CANCELLED);
        assertThat(claim().id()).isEqualTo(SECOND);
    }

    @Test
    void aSkippedIngestionSaysWhyAndIsNoCancelledOne() {
        claim();
        change(ingestions -> ingestions.skip(PATIENTS, FIRST, "nothing has changed"));

        assertThat(find(FIRST).status()).isEqualTo(IngestionStatus.SKIPPED);
        assertThat(find(FIRST).skipped()).isEqualTo("nothing has changed");
        assertThat(find(FIRST).ended()).isEqualTo(NOON);
        catalog.read(tx -> assertThat(tx.ingestions().lastSkipped()).containsExactly(Map.entry(PATIENTS, NOON)));
        catalog.read(tx -> assertThat(tx.ingestions().skipped())
                .as("the newest waits by now")
                .doesNotContainKey(PATIENTS));
        change(ingestions -> ingestions.cancel(PATIENTS, SECOND));
        change(ingestions -> ingestions.queue(
                PATIENTS, new IngestionId("third"), RequestType.FULL_REFRESH, RequestSource.SCHEDULED));
        claim();
        change(ingestions -> ingestions.skip(PATIENTS, new IngestionId("third"), "nothing has changed either"));
        catalog.read(tx -> assertThat(tx.ingestions().skipped())
                .containsExactly(Map.entry(PATIENTS, "nothing has changed either")));
    }

    @Test
    void anIllegalChangeIsRefusedWithBothStates() {
        change(ingestions -> ingestions.cancel(PATIENTS, FIRST));

        assertRefused(
                ingestions -> ingestions.cancel(PATIENTS, FIRST),
                "ingestion 'first' of data set 'patients' cannot go from CANCELLED to CANCELLED;" + " it has ended");
        assertRefused(
                ingestions -> ingestions.complete(PATIENTS, SECOND, TEN_ROWS, 1, new VersionId("v1")),
                "ingestion 'second' of data set 'patients' cannot go from QUEUED to COMPLETED;"
                        + " what may follow is one of [RUNNING, FAILED, CANCELLED]");
        assertRefused(
                ingestions -> ingestions.progress(PATIENTS, SECOND, TEN_ROWS, 1),
                "ingestion 'second' of data set 'patients' is QUEUED; only a RUNNING one makes progress");
    }

    @Test
    void anUnknownOrRepeatedIngestionIsRefused() {
        assertRefused(
                ingestions -> ingestions.cancel(PATIENTS, new IngestionId("third")),
                "data set 'patients' has no ingestion 'third'; queue it first");
        assertRefused(
                ingestions -> ingestions.queue(PATIENTS, FIRST, RequestType.FULL_REFRESH, RequestSource.MANUAL),
                "ingestion 'first' of data set 'patients' exists already; choose another id");
        assertRefused(
                ingestions ->
                        ingestions.queue(new DataSetId("other"), FIRST, RequestType.FULL_REFRESH, RequestSource.MANUAL),
                "there is no data set 'other' to ingest into; declare it first");
    }

    @Test
    void theNewestComesFirstAndManualOnesAreCounted() {
        catalog.read(tx -> assertThat(tx.ingestions().list(PATIENTS, 10))
                .extracting(IngestionRecord::id)
                .containsExactly(SECOND, FIRST));
        catalog.read(tx ->
                assertThat(tx.ingestions().latest(PATIENTS).orElseThrow().id()).isEqualTo(SECOND));
        catalog.read(tx ->
                assertThat(tx.ingestions().countManualSince(PATIENTS, NOON)).isEqualTo(1));
        catalog.read(tx -> assertThat(tx.ingestions().countManualSince(PATIENTS, NOON.plusMillis(1)))
                .isZero());
    }

    @Test
    void theHistoryGoesWithItsDataSet() {
        catalog.run(tx -> tx.dataSets().delete(PATIENTS));

        catalog.run(tx -> assertThat(tx.ingestions().list(PATIENTS, 10)).isEmpty());
    }

    private void assertRefused(Consumer<IngestionStore> change, String message) {
        assertThatThrownBy(() -> change(change))
                .isInstanceOf(RefusedChangeException.class)
                .hasMessage(message);
    }

    private void change(Consumer<IngestionStore> change) {
        catalog.run(tx -> change.accept(tx.ingestions()));
    }

    private IngestionRecord claim() {
        return catalog.write(tx -> tx.ingestions().claimNext(PATIENTS, Optional.empty()))
                .orElseThrow();
    }

    private IngestionRecord find(IngestionId id) {
        return catalog.read(tx -> tx.ingestions().find(PATIENTS, id)).orElseThrow();
    }
}
