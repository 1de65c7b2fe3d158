package io.spicerack.core.queue;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.database.Fellows;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.increment.HighWaterMarks;
import io.spicerack.core.queue.IngestionRequests.Behind;
import io.spicerack.core.reading.Retirement;
import io.spicerack.core.refresh.Alone;
import io.spicerack.core.refresh.Coordination;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.refresh.RefreshAttempt;
import io.spicerack.core.refresh.Refreshes;
import io.spicerack.core.refresh.RunningRefresh;
import io.spicerack.core.sources.QuickSightErrors;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionId;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import io.spicerack.model.ResourceExistsException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of ingestions and those in flight. It lives in the catalog, so it outlives a crash. Thread-safe.
 */
public final class Ingestions {
    private static final Logger LOGGER = LoggerFactory.getLogger(Ingestions.class);

    private final Catalog catalog;
    private final Optional<String> node;
    private final Refreshes refreshes;
    private final Retirement retirement;
    private final Trail trail;
    private final QueueConfig config;
    private final Clock clock;
    private final Semaphore places;
    private final IngestionRequests requests;
    private final Map<DataSetId, Refresh> running = new ConcurrentHashMap<>();
    private final IngestionSignal signal = new IngestionSignal();
    private final Groups groups = new Groups();
    private final RouteFiles routeFiles;

    public Ingestions(
            Catalog catalog,
            Refreshes refreshes,
            Retirement retirement,
            Trail trail,
            QueueConfig config,
            Clock clock,
            Supplier<UUID> ids) {
        this.catalog = catalog;
        this.node = catalog.fellows().map(Fellows::me);
        this.refreshes = refreshes;
        this.retirement = retirement;
        this.trail = trail;
        this.config = config;
        this.clock = clock;
        this.places = new Semaphore(config.concurrent(), true);
        this.routeFiles = new RouteFiles(clock, trail);
        this.requests = new IngestionRequests(catalog, trail, groups, refreshes.marks(), routeFiles, ids);
    }

    /**
     * Queues a full refresh. A SCHEDULED request is dropped while one is queued or running for the data set (its answer is
     * that one's id); a MANUAL one waits behind it.
     */
    public IngestionId request(DataSetId dataSet, RequestSource source) {
        return request(dataSet, requests.newId(), source);
    }

    /** A MANUAL one with a word about columns that have changed: it counts before the route's and the settings'. */
    public IngestionId request(DataSetId dataSet, DriftPolicy drift) {
        return request(dataSet, requests.newId(), RequestSource.MANUAL, RequestType.FULL_REFRESH, Optional.of(drift));
    }

    /** A refresh of {@code type}, which is FULL_REFRESH or INCREMENTAL_REFRESH. */
    public IngestionId request(DataSetId dataSet, RequestSource source, RequestType type) {
        return request(dataSet, requests.newId(), source, type);
    }

    /**
     * The same under an id that the caller chose. An incremental one needs a look-back window in the data set's refresh properties, or a high-water mark:
     * {@code IllegalArgumentException}.
     */
    public IngestionId request(DataSetId dataSet, IngestionId fresh, RequestSource source, RequestType type) {
        return request(dataSet, fresh, source, type, Optional.empty());
    }

    /** The same under an id that the caller chose; {@link ResourceExistsException} where the data set has it already. */
    public IngestionId request(DataSetId dataSet, IngestionId fresh, RequestSource source) {
        return request(dataSet, fresh, source, RequestType.FULL_REFRESH);
    }

    private IngestionId request(
            DataSetId dataSet, IngestionId fresh, RequestSource source, RequestType type, Optional<DriftPolicy> drift) {
        IngestionId id = requests.add(dataSet, fresh, source, type, drift, Behind.NOTHING);
        signal.arrived();
        return id;
    }

    /** Where threads wait for ingestions to come or to end. */
    public IngestionSignal signal() {
        return signal;
    }

    boolean runs(DataSetId dataSet) {
        return running.containsKey(dataSet);
    }

    IngestionRequests requests() {
        return requests;
    }

    /** The groups of data sets that are refreshed together. */
    public Groups groups() {
        return groups;
    }

    /** The high-water marks of data sets that can be refreshed incrementally by one. */
    public HighWaterMarks marks() {
        return refreshes.marks();
    }

    /** How many refreshes run at the same time. */
    public int concurrent() {
        return config.concurrent();
    }

    /**
     * Takes the oldest queued ingestion of a data set, waiting at most {@code wait} for one. The caller closes it; while
     * it is open, no other of that data set is handed out, and at most the configured number of all data sets.
     */
    public Optional<Refresh> next(DataSetId dataSet, Duration wait) throws InterruptedException {
        signal.await(() -> queuedFor(dataSet).isPresent(), wait);
        Optional<IngestionRecord> queued = queuedFor(dataSet);
        if (queued.isEmpty()) {
            return Optional.empty();
        }
        boolean placed = !begun(queued.get());
        if (placed && !places.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            return Optional.empty();
        }
        Optional<Refresh> claimed = Optional.empty();
        try {
            claimed = claim(dataSet, placed);
            return claimed;
        } finally {
            if (placed && claimed.isEmpty()) {
                places.release();
            }
        }
    }

    /** Whether it belongs to a group's refresh that has a place already: all members share one. */
    private boolean begun(IngestionRecord ingestion) {
        return catalog.read(tx -> tx.groups().run(ingestion.dataSet(), ingestion.id()))
                .filter(groups::runs)
                .isPresent();
    }

    /** Whether the next that waits for the data set belongs to a group's refresh whose other members run already. */
    public boolean joins(DataSetId dataSet) {
        return queuedFor(dataSet).filter(this::begun).isPresent();
    }

    private synchronized Optional<Refresh> claim(DataSetId dataSet, boolean placed) {
        endForgotten();
        boolean begun = queuedFor(dataSet).filter(this::begun).isPresent();
        if (!placed && !begun) {
            // the group's refresh has ended since: the next look finds a place for this one
            return Optional.empty();
        }
        Optional<IngestionRecord> next = catalog.write(tx -> {
            Optional<IngestionRecord> oldest = tx.ingestions().claimNext(dataSet, node);
            oldest.ifPresent(ingestion -> tx.audit()
                    .append(trail.events()
                            .service()
                            .startIngestion(
                                    dataSet, ingestion.id(), ingestion.requestType(), ingestion.requestSource())));
            return oldest;
        });
        return next.map(ingestion -> {
            Coordination with = catalog.read(tx -> tx.groups().run(dataSet, ingestion.id()))
                    .<Coordination>map(groups::begin)
                    .orElseGet(Alone::new);
            Refresh refresh = refreshes.begin(new RefreshAttempt(ingestion, with), this::left);
            with.join(refresh.running());
            if (placed && begun) {
                places.release();
            }
            running.put(dataSet, refresh);
            return refresh;
        });
    }

    /**
     * The same ingestion from its start, with a fresh stage, where its connection was lost after it had been opened, or
     * could not be opened again; empty where nothing would get better, the tries are used up, or others wait for it in a
     * group. What came of {@code lost} is discarded when it is closed, which comes first.
     */
    public synchronized Optional<Refresh> again(Refresh lost, Throwable why) {
        int tries = config.tries();
        Optional<RefreshAttempt> attempt = lost.again(why).filter(next -> next.number() <= tries);
        if (attempt.isEmpty()) {
            return Optional.empty();
        }
        lost.giveUp(why);
        Refresh next = refreshes.begin(attempt.get(), this::left);
        running.put(lost.dataSet(), next);
        LOGGER.atWarn()
                .addKeyValue("dataSetId", lost.dataSet())
                .addKeyValue("ingestionId", lost.ingestion())
                .addKeyValue("attempt", attempt.get().number() + " of " + tries)
                .addKeyValue("restSeconds", attempt.get().rest().toSeconds())
                .addKeyValue("reason", QuickSightErrors.ofIngestion(why).message())
                .log("the connection to the source was lost; the refresh begins again");
        return Optional.of(next);
    }

    /** Ends what waits for data sets that no file declares any more; once all files have been read. */
    public void endUndeclared() {
        requests.endUndeclared();
    }

    /** Which files declare data sets, and how each is. */
    public RouteFiles routeFiles() {
        return routeFiles;
    }

    /** All refreshes in flight. */
    public List<RunningRefresh> running() {
        return running.values().stream().map(Refresh::running).toList();
    }

    public Optional<IngestionRecord> find(DataSetId dataSet, IngestionId ingestion) {
        return catalog.read(tx -> tx.ingestions().find(dataSet, ingestion));
    }

    /** How many a data set got by hand within the last {@code time}, however they ended. */
    public int manualWithin(DataSetId dataSet, Duration time) {
        Instant since = clock.instant().minus(time);
        return catalog.read(tx -> tx.ingestions().countManualSince(dataSet, since));
    }

    /** The newest ingestions of a data set, newest first. */
    public List<IngestionRecord> list(DataSetId dataSet, int limit) {
        return catalog.read(tx -> tx.ingestions().list(dataSet, limit));
    }

    /** The newest ingestions of a data set that are older than {@code before}, newest first. */
    public List<IngestionRecord> list(DataSetId dataSet, IngestionId before, int limit) {
        return catalog.read(tx -> tx.ingestions().list(dataSet, before, limit));
    }

    /** Those of a data set that wait, the newest first, and then the one that runs. */
    public List<IngestionId> unfinished(DataSetId dataSet) {
        return catalog.read(tx -> tx.ingestions().unfinished(dataSet)).stream()
                .map(IngestionRecord::id)
                .toList();
    }

    /** Data sets with ingestions that wait, and none that runs; the one that has waited longest first. */
    public List<DataSetId> waiting() {
        return catalog.read(tx -> tx.ingestions().waiting());
    }

    /** Tells of those that end from now on. */
    public EndedIngestions ended() {
        return new EndedIngestions(catalog);
    }

    /** How many wait. */
    public int queued() {
        return catalog.read(tx -> tx.ingestions().countQueued());
    }

    /**
     * Takes an ingestion out of the queue, or stops it if it runs, which it ends by itself shortly after. {@code
     * IllegalStateException} where it has ended or never was.
     */
    public void cancel(DataSetId dataSet, IngestionId ingestion, String why) {
        Optional<RunningRefresh> inFlight = cancelQueued(dataSet, ingestion, why);
        // outside the lock: this talks to the source
        catalog.read(tx -> tx.groups().run(dataSet, ingestion)).ifPresent(run -> groups.cancelled(dataSet, run, why));
        inFlight.ifPresent(refresh -> refresh.cancel(why));
    }

    /** The refresh that is left to stop, if it runs. */
    private synchronized Optional<RunningRefresh> cancelQueued(DataSetId dataSet, IngestionId ingestion, String why) {
        boolean runs = requests.cancel(dataSet, ingestion, why);
        return Optional.ofNullable(running.get(dataSet))
                .map(Refresh::running)
                .filter(refresh -> runs && refresh.ingestion().equals(ingestion));
    }

    /** Cancels what is in flight, for a shut-down that cannot wait: nothing half-written stays. */
    public void cancelAll(String why) {
        running().forEach(refresh -> refresh.cancel(why));
    }

    private Optional<IngestionRecord> queuedFor(DataSetId dataSet) {
        return catalog.read(tx -> tx.ingestions().queued(dataSet).stream().findFirst());
    }

    /** Called once by each refresh when it closes; the last of a deleted data set takes what is left of it away. */
    private void left(Refresh refresh) {
        ended(refresh);
        signal.arrived();
        if (catalog.read(tx -> tx.dataSets().find(refresh.dataSet())).isEmpty()) {
            retirement.retireSuperseded();
        }
    }

    private synchronized void ended(Refresh refresh) {
        if (!running.remove(refresh.dataSet(), refresh)) {
            // another attempt has taken over its place
            return;
        }
        Coordination with = refresh.attempt().with();
        if (with.leave(refresh.running())) {
            groups.end(with);
            places.release();
        }
    }

    /**
     * Ends those that run in the catalog but not here: they could not write their end, as on a full disk. Called all the
     * time, since else they would run for as long as nobody asks for their data set.
     */
    public synchronized void endForgotten() {
        List<IngestionRecord> forgotten =
                catalog.read(tx -> node.map(tx.nodeIngestions()::of).orElseGet(tx.ingestions()::running)).stream()
                        .filter(ingestion -> !running.containsKey(ingestion.dataSet()))
                        .toList();
        for (IngestionRecord ingestion : forgotten) {
            ErrorInfo error = new ErrorInfo(
                    IngestionErrorType.INTERNAL_SERVICE_ERROR,
                    "the end of the ingestion could not be written when it came; nothing of it was published");
            catalog.run(tx -> {
                tx.ingestions().fail(ingestion.dataSet(), ingestion.id(), error);
                tx.audit().append(trail.events().service().failIngestion(ingestion.dataSet(), ingestion.id(), error));
            });
        }
        if (!forgotten.isEmpty()) {
            signal.arrived();
        }
    }

    /** Ends those of nodes that are gone, and stops those here that somebody has asked another node to stop. */
    public void seeToOthers() {
        if (InterruptedIngestions.endThoseOfNobody(catalog, trail)) {
            signal.arrived();
        }
        stopAsked();
    }

    /** Stops those that run here, and that another node was asked to stop. */
    public void stopAsked() {
        Map<IngestionId, String> asked = catalog.read(tx -> tx.nodeIngestions().stops(node.orElseThrow()));
        for (RunningRefresh refresh : running()) {
            Optional.ofNullable(asked.get(refresh.ingestion())).ifPresent(refresh::cancel);
        }
    }
}
