package io.spicerack.catalog;

import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.PlacedIngestion;
import io.spicerack.model.DataSetId;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import io.spicerack.model.RowInfo;
import io.spicerack.model.VersionId;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Update;

/** The queue and the history of ingestions; a data set has at most one RUNNING. */
public final class IngestionStore {
    private static final String FIGURES =
            "rows_ingested = :ingested, rows_dropped = :dropped, total_rows = :total, sealed_bytes = :bytes";

    private final Handle handle;
    private final Clock clock;

    IngestionStore(Handle handle, Clock clock) {
        this.handle = handle;
        this.clock = clock;
    }

    public IngestionRecord queue(DataSetId dataSet, IngestionId id, RequestType type, RequestSource source) {
        if (handle.createQuery("SELECT 1 FROM data_set WHERE data_set_id = :dataSet AND deleted IS NULL")
                .bind("dataSet", dataSet)
                .mapTo(int.class)
                .findOne()
                .isEmpty()) {
            throw new RefusedChangeException("there is no data set '" + dataSet + "' to ingest into; declare it first");
        }
        int inserted = handle.createUpdate(
                        """
                        INSERT INTO ingestion (data_set_id, ingestion_id, status, request_type, request_source, created)
                        VALUES (:dataSet, :id, 'QUEUED', :type, :source, :now)
                        ON CONFLICT (data_set_id, ingestion_id) DO NOTHING""")
                .bind("dataSet", dataSet)
                .bind("id", id)
                .bind("type", type)
                .bind("source", source)
                .bind("now", clock.instant())
                .execute();
        if (inserted == 0) {
            throw new RefusedChangeException(
                    "ingestion '" + id + "' of data set '" + dataSet + "' exists already; choose another id");
        }
        return find(dataSet, id).orElseThrow();
    }

    /**
     * Starts the oldest QUEUED ingestion; empty where there is none, or one is RUNNING.
     *
     * @param node the one of several nodes that runs it: not where others of its group run on another one
     */
    public Optional<IngestionRecord> claimNext(DataSetId dataSet, Optional<String> node) {
        if (!in(dataSet, IngestionStatus.RUNNING).isEmpty()) {
            return Optional.empty();
        }
        Optional<IngestionRecord> next =
                queued(dataSet).stream().findFirst().filter(queued -> node.isEmpty() || mayRun(queued, node.get()));
        next.ifPresent(queued -> change(queued, IngestionStatus.RUNNING, ", started = :now, node_id = :node")
                .bind("node", node.orElse(null))
                .execute());
        return next.flatMap(queued -> find(dataSet, queued.id()));
    }

    /** Whether a node may take it: all that are refreshed together with it run there too. */
    private boolean mayRun(IngestionRecord queued, String node) {
        return !handle.createQuery(
                        """
                        SELECT EXISTS (SELECT 1 FROM group_ingestion g
                            JOIN group_ingestion m ON m.run_id = g.run_id
                            JOIN ingestion i ON i.data_set_id = m.data_set_id AND i.ingestion_id = m.ingestion_id
                            WHERE g.data_set_id = :dataSet AND g.ingestion_id = :ingestion
                                AND i.status = 'RUNNING' AND i.node_id <> :node)""")
                .bind("dataSet", queued.dataSet())
                .bind("ingestion", queued.id())
                .bind("node", node)
                .mapTo(Boolean.class)
                .one();
    }

    /** What a RUNNING ingestion has sealed so far. */
    public void progress(DataSetId dataSet, IngestionId id, RowInfo rows, long bytes) {
        IngestionRecord ingestion = known(dataSet, id);
        if (ingestion.status() != IngestionStatus.RUNNING) {
            throw new RefusedChangeException("ingestion '" + id + "' of data set '" + dataSet + "' is "
                    + ingestion.status() + "; only a RUNNING one makes progress");
        }
        figures(update(ingestion, FIGURES), rows, bytes).execute();
    }

    public void complete(DataSetId dataSet, IngestionId id, RowInfo rows, long bytes, VersionId version) {
        IngestionRecord ingestion = known(dataSet, id);
        figures(
                        change(
                                ingestion,
                                IngestionStatus.COMPLETED,
                                ", ended = :now, version_id = :version, " + FIGURES),
                        rows,
                        bytes)
                .bind("version", version)
                .execute();
    }

    public void fail(DataSetId dataSet, IngestionId id, ErrorInfo error) {
        IngestionRecord ingestion = known(dataSet, id);
        change(ingestion, IngestionStatus.FAILED, ", ended = :now, error_type = :type, error_message = :message")
                .bindMethods(error)
                .execute();
    }

    public void cancel(DataSetId dataSet, IngestionId id) {
        change(known(dataSet, id), IngestionStatus.CANCELLED, ", ended = :now").execute();
    }

    /** It ended before it read anything, since there was nothing new. */
    public void skip(DataSetId dataSet, IngestionId id, String why) {
        IngestionRecord ingestion = known(dataSet, id);
        change(ingestion, IngestionStatus.SKIPPED, ", ended = :now, skipped = :why")
                .bind("why", why)
                .execute();
    }

    /** When the newest of each data set ended that was skipped; a data set without one is left out. */
    public Map<DataSetId, Instant> lastSkipped() {
        return handle.createQuery(
                        """
                        SELECT data_set_id, (SELECT max(ended) FROM ingestion
                            WHERE ingestion.data_set_id = data_set.data_set_id AND status = 'SKIPPED') AS last
                        FROM data_set""")
                .reduceRows(new HashMap<>(), (found, row) -> {
                    Instant last = row.getColumn("last", Instant.class);
                    if (last != null) {
                        found.put(row.getColumn("data_set_id", DataSetId.class), last);
                    }
                    return found;
                });
    }

    /** Why the newest ingestion of each data set was skipped; a data set whose newest was not is left out. */
    public Map<DataSetId, String> skipped() {
        return handle.createQuery(
                        """
                        SELECT newest.data_set_id, newest.skipped FROM data_set JOIN ingestion AS newest
                            ON newest.place = (SELECT max(place) FROM ingestion
                                WHERE ingestion.data_set_id = data_set.data_set_id)
                        WHERE newest.status = 'SKIPPED'""")
                .reduceRows(new HashMap<>(), (found, row) -> {
                    found.put(row.getColumn("data_set_id", DataSetId.class), row.getColumn("skipped", String.class));
                    return found;
                });
    }

    public Optional<IngestionRecord> find(DataSetId dataSet, IngestionId id) {
        return handle.createQuery("SELECT * FROM ingestion WHERE data_set_id = :dataSet AND ingestion_id = :id")
                .bind("dataSet", dataSet)
                .bind("id", id)
                .map(IngestionStore::read)
                .findOne();
    }

    /** Newest first. */
    public List<IngestionRecord> list(DataSetId dataSet, int limit) {
        return handle.createQuery(
                        "SELECT * FROM ingestion WHERE data_set_id = :dataSet ORDER BY place DESC LIMIT :limit")
                .bind("dataSet", dataSet)
                .bind("limit", limit)
                .map(IngestionStore::read)
                .list();
    }

    /** Those older than {@code before}, newest first; none where there is no such ingestion. */
    public List<IngestionRecord> list(DataSetId dataSet, IngestionId before, int limit) {
        return handle.createQuery(
                        """
                        SELECT * FROM ingestion
                        WHERE data_set_id = :dataSet AND place < (SELECT place FROM ingestion
                            WHERE data_set_id = :dataSet AND ingestion_id = :before)
                        ORDER BY place DESC LIMIT :limit""")
                .bind("dataSet", dataSet)
                .bind("before", before)
                .bind("limit", limit)
                .map(IngestionStore::read)
                .list();
    }

    /** The ingestion that one which waits is waiting for: the oldest before it that has not ended. */
    public Optional<IngestionRecord> ahead(DataSetId dataSet, IngestionId waiting) {
        return handle.createQuery(
                        """
                        SELECT * FROM ingestion
                        WHERE data_set_id = :dataSet AND ended IS NULL AND status IN ('QUEUED', 'RUNNING')
                            AND place < (SELECT place FROM ingestion
                                WHERE data_set_id = :dataSet AND ingestion_id = :waiting AND status = 'QUEUED')
                        ORDER BY place LIMIT 1""")
                .bind("dataSet", dataSet)
                .bind("waiting", waiting)
                .map(IngestionStore::read)
                .findOne();
    }

    public Optional<IngestionRecord> latest(DataSetId dataSet) {
        return list(dataSet, 1).stream().findFirst();
    }

    /** The newest of each data set that has one. */
    public List<IngestionRecord> latest() {
        return handle.createQuery(
                        """
                        SELECT ingestion.* FROM data_set JOIN ingestion
                            ON ingestion.place = (SELECT max(place) FROM ingestion AS other
                                WHERE other.data_set_id = data_set.data_set_id)""")
                .map(IngestionStore::read)
                .list();
    }

    /** All data sets' RUNNING ingestions; right after a start these are what a crash left behind. */
    public List<IngestionRecord> running() {
        // by the index of those that run: with the bare column SQLite walks through all that ever ran, in their order
        return handle.createQuery("SELECT * FROM ingestion WHERE status = 'RUNNING' ORDER BY +place")
                .map(IngestionStore::read)
                .list();
    }

    /** Oldest first. */
    public List<IngestionRecord> queued(DataSetId dataSet) {
        return in(dataSet, IngestionStatus.QUEUED);
    }

    /** Those of a data set that have not ended, the newest first. */
    public List<IngestionRecord> unfinished(DataSetId dataSet) {
        return handle.createQuery(
                        """
                        SELECT * FROM ingestion WHERE data_set_id = :dataSet AND ended IS NULL
                            AND status IN ('QUEUED', 'INITIALIZED', 'RUNNING')
                        ORDER BY place DESC""")
                .bind("dataSet", dataSet)
                .map(IngestionStore::read)
                .list();
    }

    /** Data sets with a QUEUED ingestion and none that runs; the one that has waited longest comes first. */
    public List<DataSetId> waiting() {
        return handle
                .createQuery(
                        """
                        SELECT data_set_id FROM ingestion AS queued WHERE status = 'QUEUED'
                            AND NOT EXISTS (SELECT 1 FROM ingestion AS other
                                WHERE other.data_set_id = queued.data_set_id AND other.status = 'RUNNING')
                        ORDER BY place""")
                .mapTo(DataSetId.class)
                .stream()
                .distinct()
                .toList();
    }

    /** All data sets' ingestions that wait or run. */
    public List<PlacedIngestion> unfinished() {
        return handle.createQuery(
                        """
                        SELECT * FROM ingestion WHERE data_set_id IN (SELECT data_set_id FROM data_set)
                            AND status IN ('INITIALIZED', 'QUEUED', 'RUNNING')""")
                .map(IngestionStore::placed)
                .list();
    }

    /** 0 where there is none. */
    public long lastPlace() {
        return handle.createQuery("SELECT coalesce(max(place), 0) FROM ingestion")
                .mapTo(long.class)
                .one();
    }

    public List<PlacedIngestion> after(long place) {
        return handle.createQuery("SELECT * FROM ingestion WHERE place > :place ORDER BY place")
                .bind("place", place)
                .map(IngestionStore::placed)
                .list();
    }

    /** Those at these places that are still there. */
    public List<PlacedIngestion> at(Collection<Long> places) {
        return places.isEmpty()
                ? List.of()
                : handle.createQuery("SELECT * FROM ingestion WHERE place IN (<places>) ORDER BY place")
                        .bindList("places", List.copyOf(places))
                        .map(IngestionStore::placed)
                        .list();
    }

    private static PlacedIngestion placed(RowView row) {
        return new PlacedIngestion(row.getColumn("place", Long.class), read(row));
    }

    public int countQueued() {
        return handle.createQuery("SELECT count(*) FROM ingestion WHERE status = 'QUEUED'")
                .mapTo(int.class)
                .one();
    }

    /** Ingestions that people asked for, created at {@code since} or later: QuickSight allows 32 in 24 hours. */
    public int countManualSince(DataSetId dataSet, Instant since) {
        return handle.createQuery(
                        """
                        SELECT count(*) FROM ingestion
                        WHERE data_set_id = :dataSet AND request_source = 'MANUAL' AND created >= :since""")
                .bind("dataSet", dataSet)
                .bind("since", since)
                .mapTo(int.class)
                .one();
    }

    private List<IngestionRecord> in(DataSetId dataSet, IngestionStatus status) {
        return handle.createQuery(
                        "SELECT * FROM ingestion WHERE data_set_id = :dataSet AND status = :status ORDER BY place")
                .bind("dataSet", dataSet)
                .bind("status", status)
                .map(IngestionStore::read)
                .list();
    }

    private IngestionRecord known(DataSetId dataSet, IngestionId id) {
        return find(dataSet, id)
                .orElseThrow(() -> new RefusedChangeException(
                        "data set '" + dataSet + "' has no ingestion '" + id + "'; queue it first"));
    }

    private static Update figures(Update update, RowInfo rows, long bytes) {
        return update.bind("ingested", rows.rowsIngested())
                .bind("dropped", rows.rowsDropped())
                .bind("total", rows.totalRowsInDataset())
                .bind("bytes", bytes);
    }

    /** One statement, for whoever binds the rest and executes it: PostgreSQL writes a row anew each time. */
    private Update change(IngestionRecord ingestion, IngestionStatus to, String alsoSet) {
        IngestionStates.check(ingestion, to);
        return update(ingestion, "status = :to" + alsoSet).bind("to", to).bind("now", clock.instant());
    }

    private Update update(IngestionRecord ingestion, String set) {
        return handle.createUpdate(
                        "UPDATE ingestion SET " + set + " WHERE data_set_id = :dataSet AND ingestion_id = :id")
                .bind("dataSet", ingestion.dataSet())
                .bind("id", ingestion.id());
    }

    static IngestionRecord read(RowView row) {
        IngestionErrorType errorType = row.getColumn("error_type", IngestionErrorType.class);
        return new IngestionRecord(
                row.getColumn("data_set_id", DataSetId.class),
                row.getColumn("ingestion_id", IngestionId.class),
                row.getColumn("status", IngestionStatus.class),
                row.getColumn("request_type", RequestType.class),
                row.getColumn("request_source", RequestSource.class),
                row.getColumn("created", Instant.class),
                row.getColumn("started", Instant.class),
                row.getColumn("ended", Instant.class),
                new RowInfo(
                        row.getColumn("rows_ingested", Long.class),
                        row.getColumn("rows_dropped", Long.class),
                        row.getColumn("total_rows", Long.class)),
                row.getColumn("sealed_bytes", Long.class),
                errorType == null ? null : new ErrorInfo(errorType, row.getColumn("error_message", String.class)),
                row.getColumn("version_id", VersionId.class),
                row.getColumn("skipped", String.class));
    }
}
