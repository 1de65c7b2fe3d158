package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.spicerack.TakesLong;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.queue.Ingestions;
import io.spicerack.core.queue.Overlap;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.model.DataSetId;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@TakesLong
@WithCore
class IngestionsTest {
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final Path directory;
    private final CoreFixture core;
    private final Ingestions ingestions;

    IngestionsTest(CoreFixture core) {
        this.core = core;
        directory = core.directory();
        ingestions = core.spice().ingestions();
    }

    @Test
    void aScheduledRequestIsDroppedWhileOneIsQueuedOrRunning() {
        DataSetId visits = core.declare("visits");
        IngestionId first = ingestions.request(visits, RequestSource.SCHEDULED);
        assertThat(ingestions.request(visits, RequestSource.SCHEDULED)).isEqualTo(first);

        try (Refresh running = core.next(visits)) {
            assertThat(running.ingestion()).isEqualTo(first);
            assertThat(ingestions.request(visits, RequestSource.SCHEDULED)).isEqualTo(first);
        }

        assertThat(ingestions.list(visits, 10)).hasSize(1);
        assertThat(ingestions.request(visits, RequestSource.SCHEDULED)).isNotEqualTo(first);
    }

    @Test
    void aScheduledRequestThatMayQueueWaitsBehindTheOneThatRunsAndNoOtherWaitsBehindIt() {
        DataSetId visits = core.declare("visits");
        IngestionId first = core.spice()
                .scheduled()
                .request(visits, RequestType.FULL_REFRESH, Overlap.QUEUE, Optional.empty())
                .orElseThrow();
        assertThat(core.spice()
                        .scheduled()
                        .request(visits, RequestType.FULL_REFRESH, Overlap.QUEUE, Optional.empty())
                        .orElseThrow())
                .isEqualTo(first);
        try (Refresh running = core.next(visits)) {
            assertThat(running.ingestion()).isEqualTo(first);
            IngestionId second = core.spice()
                    .scheduled()
                    .request(visits, RequestType.FULL_REFRESH, Overlap.QUEUE, Optional.empty())
                    .orElseThrow();
            assertThat(second).isNotEqualTo(first);
            assertThat(core.spice()
                            .scheduled()
                            .request(visits, RequestType.FULL_REFRESH, Overlap.QUEUE, Optional.empty())
                            .orElseThrow())
                    .isEqualTo(second);
            assertThat(core.spice()
                            .scheduled()
                            .request(visits, RequestType.FULL_REFRESH, Overlap.SKIP, Optional.empty())
                            .orElseThrow())
                    .isEqualTo(second);
        }
    }

    @Test
    void aScheduledRequestThatReplacesCancelsWhatWaitsAndWhatRuns() {
        DataSetId visits = core.declare("visits");
        IngestionId first = ingestions.request(visits, RequestSource.MANUAL);
        IngestionId third;
        try (Refresh running = core.next(visits)) {
            IngestionId second = ingestions.request(visits, RequestSource.MANUAL);
            third = core.spice()
                    .scheduled()
                    .request(visits, RequestType.FULL_REFRESH, Overlap.REPLACE, Optional.empty())
                    .orElseThrow();
            assertThat(status(visits, second)).isEqualTo(IngestionStatus.CANCELLED);
            assertThat(status(visits, third)).isEqualTo(IngestionStatus.QUEUED);
            assertThatThrownBy(() ->
                            running.begin().seal(SampleRows.of(3)).reconcile().publish())
                    .hasMessageContaining("overlap: replace");
        }
        assertThat(status(visits, first)).isEqualTo(IngestionStatus.CANCELLED);
        assertThat(core.runNext(visits, SampleRows.of(4))).isNotNull();
        assertThat(status(visits, third)).isEqualTo(IngestionStatus.COMPLETED);
    }

    @Test
    void aManualRequestWaitsBehindTheOneThatRuns() throws InterruptedException {
        DataSetId visits = core.declare("visits");
        IngestionId first = ingestions.request(visits, RequestSource.MANUAL);
        try (Refresh running = core.next(visits)) {
            IngestionId second = ingestions.request(visits, RequestSource.MANUAL);
            assertThat(second).isNotEqualTo(running.ingestion());
            assertThat(ingestions.next(visits, AT_ONCE)).isEmpty();
            assertThat(status(visits, second)).isEqualTo(IngestionStatus.QUEUED);
            running.begin().seal(SampleRows.of(3)).reconcile().publish();
        }
        core.runNext(visits, SampleRows.of(4));

        assertThat(ingestions.list(visits, 10))
                .extracting(IngestionRecord::status, IngestionRecord::requestType)
                .containsExactly(
                        tuple(IngestionStatus.COMPLETED, RequestType.INITIAL_INGESTION),
                        tuple(IngestionStatus.COMPLETED, RequestType.INITIAL_INGESTION));
        assertThat(ingestions.find(visits, first).orElseThrow().rows().rowsIngested())
                .isEqualTo(3);
    }

    @Test
    void noMoreRefreshesRunAtATimeThanConfigured() throws InterruptedException {
        DataSetId a = queued("a");
        DataSetId b = queued("b");
        DataSetId c = queued("c");
        Refresh first = core.next(a);
        try (Refresh second = core.next(b)) {
            assertThat(ingestions.next(c, AT_ONCE)).isEmpty();
            assertThat(ingestions.running()).containsExactlyInAnyOrder(first.running(), second.running());
            first.close();
            try (Refresh third = core.next(c)) {
                assertThat(ingestions.running()).contains(third.running());
            }
        }
        assertThat(ingestions.running()).isEmpty();
    }

    @Test
    void anUnknownDataSetIsRefusedWithThoseThatAreKnown() {
        core.declare("visits");
        assertThatThrownBy(() -> ingestions.request(new DataSetId("vists"), RequestSource.MANUAL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no data set 'vists'; known are [visits]; did you mean 'visits'? A data set is"
                        + " declared by a route that starts from spice:ingestions");
    }

    @Test
    void aCancelledRefreshEndsAsCancelledAndTheOldVersionServes() throws Exception {
        DataSetId visits = core.publish("visits", SampleRows.of(10));
        ingestions.request(visits, RequestSource.MANUAL);
        IngestionId cancelled;
        try (Refresh refresh = core.next(visits)) {
            cancelled = refresh.ingestion();
            refresh.running().cancel("an operator cancelled it");
            assertThatThrownBy(() -> refresh.begin().seal(SampleRows.of(20))).hasMessage("an operator cancelled it");
        }
        assertThat(status(visits, cancelled)).isEqualTo(IngestionStatus.CANCELLED);
        assertThat(rows(visits)).isEqualTo(10);
        assertThat(core.spice().audit().search(AuditQuery.newest(1).named("FailIngestion")))
                .singleElement()
                .satisfies(event -> assertThat(event.json()).contains("INGESTION_CANCELED"));
    }

    @Test
    void aFailedRefreshKeepsItsReasonAndTheOldVersionServes() throws Exception {
        DataSetId visits = core.publish("visits", SampleRows.of(10));
        ingestions.request(visits, RequestSource.MANUAL);
        IngestionId failed;
        try (Refresh refresh = core.next(visits)) {
            failed = refresh.ingestion();
            refresh.begin().seal(SampleRows.of(20));
            refresh.fail(new IllegalArgumentException("the first reason"));
            refresh.fail(new IllegalArgumentException("a later reason"));
        }
        IngestionRecord ended = ingestions.find(visits, failed).orElseThrow();
        assertThat(ended.status()).isEqualTo(IngestionStatus.FAILED);
        assertThat(ended.error()).isEqualTo(new ErrorInfo(IngestionErrorType.CUSTOMER_ERROR, "the first reason"));
        assertThat(ended.version()).isNull();
        assertThat(rows(visits)).isEqualTo(10);
    }

    @Test
    void anIngestionWhoseEndCouldNotBeWrittenIsEndedBeforeTheNext() throws Exception {
        DataSetId visits = queued("visits");
        Refresh refresh = core.next(visits);
        IngestionId forgotten = refresh.ingestion();
        AuditFault.refuse(directory, "FailIngestion");
        assertThatThrownBy(refresh::close).hasMessageContaining("the trail cannot be written");
        AuditFault.mend(directory);
        assertThat(status(visits, forgotten)).isEqualTo(IngestionStatus.RUNNING);

        ingestions.request(visits, RequestSource.MANUAL);
        core.runNext(visits, SampleRows.of(5));

        assertThat(ingestions.find(visits, forgotten).orElseThrow().error())
                .isEqualTo(new ErrorInfo(
                        IngestionErrorType.INTERNAL_SERVICE_ERROR,
                        "the end of the ingestion could not be written when it came; nothing of it was published"));
        assertThat(rows(visits)).isEqualTo(5);
    }

    @Test
    void closingTheCoreCancelsWhatIsInFlight() {
        DataSetId visits = queued("visits");
        try (Refresh refresh = core.next(visits)) {
            core.spice().close();
            assertThatThrownBy(() -> refresh.begin().seal(SampleRows.of(1)))
                    .hasMessage("the service is shutting down and the time to drain is over; refresh again");
        }
        assertThat(ingestions.list(visits, 1).get(0).status()).isEqualTo(IngestionStatus.CANCELLED);
    }

    private DataSetId queued(String id) {
        DataSetId dataSet = core.declare(id);
        ingestions.request(dataSet, RequestSource.MANUAL);
        return dataSet;
    }

    private IngestionStatus status(DataSetId dataSet, IngestionId ingestion) {
        return ingestions.find(dataSet, ingestion).orElseThrow().status();
    }

    private long rows(DataSetId dataSet) throws Exception {
        try (OpenDataSet open = core.spice().readers().open(dataSet)) {
            return open.version().rows();
        }
    }
}
