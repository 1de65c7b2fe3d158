package io.spicerack.core.queue;

import io.spicerack.audit.event.Outcome;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.database.NodeWord;
import io.spicerack.catalog.record.DataSetRecord;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.RefreshProperties;
import io.spicerack.core.increment.HighWaterMarks;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.KnownNames;
import io.spicerack.model.PreconditionNotMetException;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import io.spicerack.model.ResourceExistsException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests for ingestions that wait in the catalog. Thread-safe. */
final class IngestionRequests {
    private static final Logger LOGGER = LoggerFactory.getLogger(IngestionRequests.class);

    private final Catalog catalog;
    private final Trail trail;
    private final Groups groups;
    private final HighWaterMarks marks;
    private final RouteFiles routeFiles;
    private final Supplier<UUID> ids;
    private final boolean shared;

    IngestionRequests(
            Catalog catalog,
            Trail trail,
            Groups groups,
            HighWaterMarks marks,
            RouteFiles routeFiles,
            Supplier<UUID> ids) {
        this.catalog = catalog;
        this.trail = trail;
        this.groups = groups;
        this.marks = marks;
        this.routeFiles = routeFiles;
        this.ids = ids;
        this.shared = catalog.fellows().isPresent();
    }

    /** What a SCHEDULED one may wait behind; else it is dropped. */
    enum Behind {
        NOTHING,
        ONE_THAT_RUNS,
        ALL
    }

    /** An id that no ingestion has. */
    IngestionId newId() {
        return new IngestionId(ids.get().toString());
    }

    /**
     * Queues an ingestion for a data set and all that are refreshed together with it; its id, or that of the one ahead.
     */
    IngestionId add(
            DataSetId dataSet,
            IngestionId fresh,
            RequestSource source,
            RequestType type,
            Optional<DriftPolicy> drift,
            Behind behind) {
        return catalog.write(tx -> add(tx, dataSet, fresh, source, type, drift, behind));
    }

    /**
     * Queues the refresh for one time of a schedule, unless it was asked for already.
     *
     * @param isFirst keeps that the time has been asked for, and tells whether nobody had yet: with the request, or not at all
     */
    void addOnce(DataSetId dataSet, RequestType type, Predicate<CatalogTransaction> isFirst) {
        catalog.run(tx -> {
            if (isFirst.test(tx)) {
                add(tx, dataSet, newId(), RequestSource.SCHEDULED, type, Optional.empty(), Behind.NOTHING);
            }
        });
    }

    private IngestionId add(
            CatalogTransaction tx,
            DataSetId dataSet,
            IngestionId fresh,
            RequestSource source,
            RequestType type,
            Optional<DriftPolicy> drift,
            Behind behind) {
        if (tx.dataSets().find(dataSet).isEmpty()) {
            throw new IllegalArgumentException(new KnownNames(
                            "data set",
                            tx.dataSets().list().stream()
                                    .map(known -> known.id().value())
                                    .toList())
                    .missing(dataSet.value(), "A data set is declared by a route that starts from spice:ingestions"));
        }
        refuseUnserved(tx, dataSet);
        if (tx.ingestions().find(dataSet, fresh).isPresent()) {
            throw new ResourceExistsException("data set '" + dataSet + "' has an ingestion '" + fresh
                    + "' already; choose another id for a new one");
        }
        if (type == RequestType.INCREMENTAL_REFRESH) {
            checkIncremental(tx, dataSet, marks);
        }
        Set<DataSetId> together = groups.together(dataSet);
        Optional<IngestionRecord> ahead = together.stream()
                .flatMap(member -> tx.ingestions().latest(member).filter(IngestionRequests::unfinished).stream())
                .findFirst();
        boolean dropped = ahead.filter(one -> switch (behind) {
                    case NOTHING -> true;
                    case ONE_THAT_RUNS -> one.status() != IngestionStatus.RUNNING;
                    case ALL -> false;
                })
                .isPresent();
        if (source == RequestSource.SCHEDULED && dropped) {
            LOGGER.atInfo()
                    .addKeyValue("dataSetId", dataSet)
                    .addKeyValue("ingestionId", ahead.get().id())
                    .log("a scheduled refresh is dropped: one is queued or running");
            return ahead.get().id();
        }
        String run = ids.get().toString();
        for (DataSetId member : together) {
            IngestionId ingestion = member.equals(dataSet) ? fresh : newId();
            queue(tx, member, ingestion, source, type);
            drift.ifPresent(policy -> tx.drift().ask(member, ingestion, policy));
            if (together.size() > 1) {
                tx.groups().add(run, groups.group(dataSet).orElseThrow(), member, ingestion);
            }
        }
        return fresh;
    }

    /** What no route would ever take from the queue is not put there. */
    private void refuseUnserved(CatalogTransaction tx, DataSetId dataSet) {
        tx.dataSets()
                .find(dataSet)
                .flatMap(known -> routeFiles.unserved(dataSet, known.declaredIn()))
                .ifPresent(why -> {
                    throw new PreconditionNotMetException(why);
                });
    }

    /**
     * What waits for a data set that no file declares any more would wait for ever: it ends with the reason. While other nodes work
     * it may be declared there.
     */
    void endUndeclared() {
        if (catalog.fellows().filter(nodes -> nodes.living() > 1).isPresent()) {
            return;
        }
        catalog.run(tx -> {
            for (DataSetRecord dataSet : tx.dataSets().list()) {
                String file = dataSet.declaredIn();
                if (file != null && routeFiles.ghost(dataSet.id(), file)) {
                    String why = routeFiles.unserved(dataSet.id(), file).orElse("no file declares it any more");
                    ErrorInfo error = new ErrorInfo(IngestionErrorType.CUSTOMER_ERROR, why);
                    for (IngestionRecord waiting : tx.ingestions().queued(dataSet.id())) {
                        tx.ingestions().fail(dataSet.id(), waiting.id(), error);
                        tx.audit().append(trail.events().service().failIngestion(dataSet.id(), waiting.id(), error));
                    }
                }
            }
        });
    }

    private static void checkIncremental(CatalogTransaction tx, DataSetId dataSet, HighWaterMarks marks) {
        if (!incremental(tx, dataSet, marks)) {
            throw new IllegalArgumentException("data set '" + dataSet
                    + "' has no look-back window, which INCREMENTAL_REFRESH needs; set it with"
                    + " PutDataSetRefreshProperties, or ask for FULL_REFRESH. One of a route needs a"
                    + " highWaterMark there");
        }
    }

    /** Whether it says which rows are new. */
    static boolean incremental(CatalogTransaction tx, DataSetId dataSet, HighWaterMarks marks) {
        return marks.has(dataSet)
                || tx.refreshProperties()
                        .find(dataSet)
                        .map(RefreshProperties::window)
                        .isPresent();
    }

    /** Without a version, whatever was asked for is the first one. */
    void queue(
            CatalogTransaction tx, DataSetId dataSet, IngestionId ingestion, RequestSource source, RequestType asked) {
        boolean first = tx.versions().current(dataSet).isEmpty() && asked != RequestType.EDIT;
        RequestType type = first ? RequestType.INITIAL_INGESTION : asked;
        tx.ingestions().queue(dataSet, ingestion, type, source);
        tx.audit()
                .append(trail.events()
                        .api()
                        .createIngestion(trail.caller(), dataSet, ingestion, type, Outcome.SUCCESS));
    }

    /**
     * Queues the refresh for one time of a route's schedule; empty where it was asked for already.
     *
     * @param behind what it may wait behind
     */
    Optional<IngestionId> addOnce(DataSetId dataSet, RequestType type, Behind behind, ScheduleTime at) {
        return catalog.write(tx -> tx.schedules().isFirst(at.asks(dataSet), at.time())
                ? Optional.of(add(tx, dataSet, newId(), RequestSource.SCHEDULED, type, Optional.empty(), behind))
                : Optional.empty());
    }

    /** Takes an ingestion out of the queue, and puts that on record; whether it runs already, and is left to be stopped. */
    boolean cancel(DataSetId dataSet, IngestionId ingestion, String why) {
        return catalog.write(tx -> {
            IngestionRecord found = tx.ingestions()
                    .find(dataSet, ingestion)
                    .filter(IngestionRequests::unfinished)
                    .orElseThrow(() -> new IllegalStateException("ingestion '" + ingestion + "' of data set '" + dataSet
                            + "' neither waits nor runs; only one that does can be cancelled"));
            if (found.status() != IngestionStatus.RUNNING) {
                tx.ingestions().cancel(dataSet, ingestion);
            } else if (shared) {
                tx.nodeIngestions().stop(dataSet, ingestion, why);
                long unused = tx.nodes().tell(NodeWord.Kind.STOP, dataSet + " " + ingestion);
            }
            tx.audit()
                    .append(trail.events().api().cancelIngestion(trail.caller(), dataSet, ingestion, Outcome.SUCCESS));
            return found.status() == IngestionStatus.RUNNING;
        });
    }

    private static boolean unfinished(IngestionRecord ingestion) {
        return ingestion.status() == IngestionStatus.QUEUED
                || ingestion.status() == IngestionStatus.INITIALIZED
                || ingestion.status() == IngestionStatus.RUNNING;
    }
}
