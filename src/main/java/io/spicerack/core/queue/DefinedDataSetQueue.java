package io.spicerack.core.queue;

import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.refresh.RunningRefresh;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.IngestionId;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import java.time.Duration;
import java.util.Optional;

/**
 * What creating, updating and deleting a data set does to its queue. Methods with a transaction belong into the one that
 * makes the change; the others follow it. Thread-safe.
 */
public final class DefinedDataSetQueue {
    /** What runs ends by itself shortly after it is stopped: its query is cancelled on the server. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private final Ingestions ingestions;
    private final Trail trail;
    private final IngestionRequests requests;

    public DefinedDataSetQueue(Ingestions ingestions, Trail trail) {
        this.ingestions = ingestions;
        this.trail = trail;
        this.requests = ingestions.requests();
    }

    /** Queues the ingestion that a new definition needs; its columns are meant to differ. */
    public IngestionId queue(CatalogTransaction tx, DataSetId dataSet, RequestType type) {
        IngestionId id = requests.newId();
        requests.queue(tx, dataSet, id, RequestSource.MANUAL, type);
        tx.drift().ask(dataSet, id, DriftPolicy.ADAPT);
        return id;
    }

    /** Refreshes that wait would do what the edit does; an edit that waits is superseded by the newer one. */
    public void suppress(CatalogTransaction tx, DataSetId dataSet) {
        for (IngestionRecord waiting : tx.ingestions().queued(dataSet)) {
            boolean edit =
                    waiting.requestType() == RequestType.EDIT || waiting.requestType() == RequestType.INITIAL_INGESTION;
            fail(
                    tx,
                    waiting,
                    edit
                            ? superseded()
                            : new ErrorInfo(
                                    IngestionErrorType.REFRESH_SUPPRESSED_BY_EDIT,
                                    "the data set was updated while the refresh waited; the ingestion of type EDIT that"
                                            + " follows the update brings all rows"));
        }
    }

    public void deleted(CatalogTransaction tx, DataSetId dataSet) {
        tx.ingestions().queued(dataSet).forEach(waiting -> fail(tx, waiting, deleted()));
    }

    /** Ends what runs, unless that is the update's own ingestion already. */
    public void supersede(DataSetId dataSet, IngestionId by) {
        running(dataSet)
                .filter(refresh -> !refresh.ingestion().equals(by))
                .ifPresent(refresh -> refresh.endWith(exception(superseded())));
    }

    /** Ends what runs and waits until it has let go of its files. */
    public void stopDeleted(DataSetId dataSet) {
        running(dataSet).ifPresent(refresh -> refresh.endWith(exception(deleted())));
        try {
            ingestions.signal().await(() -> !ingestions.runs(dataSet), ENDS_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<RunningRefresh> running(DataSetId dataSet) {
        return ingestions.running().stream()
                .filter(refresh -> refresh.dataSet().equals(dataSet))
                .findFirst();
    }

    private void fail(CatalogTransaction tx, IngestionRecord ingestion, ErrorInfo error) {
        tx.ingestions().fail(ingestion.dataSet(), ingestion.id(), error);
        tx.audit().append(trail.events().service().failIngestion(ingestion.dataSet(), ingestion.id(), error));
    }

    private static IngestionException exception(ErrorInfo error) {
        return new IngestionException(error.type(), error.message());
    }

    private static ErrorInfo superseded() {
        return new ErrorInfo(
                IngestionErrorType.INGESTION_SUPERSEDED,
                "the data set was updated meanwhile; the ingestion of type EDIT that follows the update takes its place");
    }

    private static ErrorInfo deleted() {
        return new ErrorInfo(IngestionErrorType.DATA_SET_DELETED, "the data set was deleted meanwhile");
    }
}
