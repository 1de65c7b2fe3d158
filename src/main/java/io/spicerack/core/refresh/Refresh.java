package io.spicerack.core.refresh;

import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.VersionContent;
import io.spicerack.core.proof.ProgressMeter;
import io.spicerack.core.proof.Proof;
import io.spicerack.core.proof.RefreshProgress;
import io.spicerack.core.proof.TalliedRows;
import io.spicerack.core.sources.QuickSightErrors;
import io.spicerack.core.sources.SourceConnections;
import io.spicerack.core.sources.SourceReading;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.IngestionId;
import io.spicerack.model.ReconcileMode;
import io.spicerack.model.RowInfo;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.SplitOptions;
import io.spicerack.source.SplitQuery;
import io.spicerack.store.SealedVersion;
import io.spicerack.store.StagedVersion;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One refresh in flight. Its steps come from a route, in the route's order; each refuses to run out of turn. It ends in
 * one of two ways: {@link #publish()} makes the new version current, or {@link #close()} discards everything and the old
 * version goes on serving. One thread runs the steps; {@link #cancel} and {@link #progress} may come from
 * others.
 */
public final class Refresh implements AutoCloseable, GroupRun.Member {
    private final Steps steps;
    private final IngestionRecord ingestion;
    private final @Nullable GroupRun group;
    private final RefreshAttempt attempt;
    private final Consumer<Refresh> ended;
    private final ProgressMeter meter;
    private final RefreshJournal journal;
    private final LogicalSize size = new LogicalSize();
    private Proof proof;

    private RefreshStep step = RefreshStep.CLAIMED;
    private @Nullable SealingKey key;
    private volatile @Nullable SourceReading source;
    private @Nullable TalliedRows extracted;
    private @Nullable DefinedRows defined;
    private @Nullable StagedVersion staged;
    private @Nullable SealedVersion sealed;
    private volatile @Nullable RuntimeException stopped;
    private boolean failed;

    /** What the steps of this one use. */
    record Steps(
            RefreshConfig config,
            Extraction extraction,
            Staging staging,
            Publication publication,
            RefreshJournal journal,
            Clock clock) {}

    Refresh(RefreshAttempt attempt, Steps steps, Consumer<Refresh> ended) {
        this.attempt = attempt;
        this.steps = steps;
        this.ingestion = attempt.ingestion();
        this.group = attempt.group();
        this.ended = ended;
        this.meter = new ProgressMeter(steps.clock());
        this.journal = steps.journal();
        this.proof = new Proof(ingestion.dataSet(), steps.config().reconcile(), journal);
    }

    /** Proves it otherwise than {@code spicerack.reconcile} says; before anything else. */
    public void reconcileBy(ReconcileMode mode) {
        inTurn("ingestions", RefreshStep.CLAIMED);
        proof = new Proof(dataSet(), mode, journal);
    }

    @Override
    public DataSetId dataSet() {
        return ingestion.dataSet();
    }

    public RefreshAttempt attempt() {
        return attempt;
    }

    /** The attempt after this one, where it lost its source, or did not find it again, and nobody stopped it. */
    public Optional<RefreshAttempt> again(Throwable why) {
        boolean lost = (source != null || attempt.number() > 1)
                && stopped == null
                && step != RefreshStep.PUBLISHED
                && QuickSightErrors.ofIngestion(why).type() == IngestionErrorType.CONNECTION_FAILURE;
        return lost && group == null ? Optional.of(attempt.next(source != null)) : Optional.empty();
    }

    /** Its ingestion goes on without it: closing it discards what it staged and ends nothing. */
    public void giveUp(Throwable why) {
        journal.gaveUp(QuickSightErrors.ofIngestion(why));
        failed = true;
    }

    public IngestionId ingestion() {
        return ingestion.id();
    }

    /** How far it is, for people who watch. */
    public RefreshProgress progress() {
        return meter.progress(dataSet(), ingestion());
    }

    /**
     * Opens the data key, then the source, and starts the query; the rows are read as they are sealed: in parts, each over
     * a connection of its own in one snapshot, where {@code split} and the source allow.
     */
    public RowGroups extract(DataSourceId from, String sql, SplitOptions split) {
        inTurn("extract", RefreshStep.CLAIMED);
        prepareKey();
        return open(from, sql, split);
    }

    /** The same with what the definition in the catalog says: the rows are the data set's, not the source's. */
    public RowGroups extractDefined(SplitOptions split) {
        inTurn("extract", RefreshStep.CLAIMED);
        prepareKey();
        DefinedQuery asked = steps.extraction().definedQuery(ingestion);
        TalliedRows rows = open(asked.dataSource(), asked.sql(), split);
        defined = steps.extraction().definedRows(dataSet(), asked, rows);
        return defined;
    }

    private TalliedRows open(DataSourceId from, String sql, SplitOptions split) {
        attempt.rest(this::notStopped);
        SplitQuery asked = new SplitQuery(sql, split);
        SourceConnections sources = steps.extraction().sources();
        SourceReading opened = group == null
                ? sources.open(from, asked, this::notStopped)
                : group.extract(dataSet(), from, asked, sources);
        source = opened;
        notStopped();
        meter.expect(journal.reading(opened, opened.estimate(sql)));
        journal.querying(from, sql);
        TalliedRows rows = proof.extract(opened, sql, meter);
        extracted = rows;
        step = RefreshStep.EXTRACTED;
        return rows;
    }

    /** How many connections a query is read over where its route does not say. */
    public int connections() {
        return steps.config().connections();
    }

    /** The columns that were extracted; null where the rows come from a source other than spice:extract. */
    public @Nullable Schema extractedSchema() {
        RowGroups rows = defined == null ? extracted : defined;
        return rows == null ? null : rows.schema();
    }

    /** {@link #seal(RowGroups, Optional)}, with the setting for columns that have changed. */
    public void seal(RowGroups rows) {
        seal(rows, Optional.empty());
    }

    /** Writes all rows into a staged version under the data key; every file is on disk when it returns. */
    public void seal(RowGroups rows, Optional<DriftPolicy> drift) {
        if (step == RefreshStep.CLAIMED) {
            prepareKey();
        } else {
            inTurn("seal", RefreshStep.EXTRACTED);
        }
        Duration before = meter.elapsed();
        try (rows) {
            steps.staging().check(ingestion, rows.schema(), drift);
            sealed = write(rows);
        } catch (RuntimeException e) {
            RuntimeException why = stopped;
            throw why == null ? e : why;
        }
        if (extracted != null) {
            journal.queried(extracted.rows(), meter.elapsed().minus(before));
        }
        step = RefreshStep.SEALED;
    }

    private SealedVersion write(RowGroups rows) {
        StagedVersion target = steps.staging().stage(dataSet(), rows.schema(), opened(key, "data key"));
        staged = target;
        SourceReading from = source;
        if (from != null) {
            target.readFrom(from.snapshot());
        }
        TalliedRows untouched = extracted;
        DefinedRows own = defined;
        List<? extends RowGroups> parts =
                own != null ? own.sealed(rows) : rows == untouched ? untouched.parts() : List.of(rows);
        new Sealing(target, new RefreshWatch(this::notStopped, meter, this::cancelSource))
                .write(size.counted(proof.seal(parts, target)));
        notStopped();
        return proof.sealed(target.seal(), rows.schema());
    }

    /** What the source is to be asked next; its answer goes to {@link #reconcile}. Null where nothing is, or nobody. */
    public @Nullable String reconcileQuery() {
        return proof.question();
    }

    /**
     * The transaction that was extracted, still open: what reconciles sees the same snapshot. Before all rows are sealed
     * the stream of rows has it.
     */
    public SourceConnection source() {
        if (step == RefreshStep.CLAIMED || step == RefreshStep.EXTRACTED) {
            inTurn("reconcile", RefreshStep.SEALED);
        }
        return opened(source, "source connection").lead();
    }

    /** Compares the source's answer with what was extracted and sealed; a difference fails the ingestion. */
    public void reconcile(Map<String, Object> answer) {
        inTurn("reconcile", RefreshStep.SEALED);
        notStopped();
        proof.answer(answer);
        if (proof.given()) {
            step = RefreshStep.RECONCILED;
        }
    }

    /** Makes the sealed version current: one catalog transaction, after its grant and a last proof that its key works. */
    public void publish() {
        if (step == RefreshStep.SEALED) {
            proof.mustBeGiven();
        }
        if (step != RefreshStep.RECONCILED) {
            inTurn("publish", RefreshStep.SEALED);
        }
        notStopped();
        SealedVersion version = opened(sealed, "sealed version");
        long read = extracted == null ? version.rows() : extracted.rows();
        RowInfo rows = defined == null
                ? new RowInfo(version.rows(), Math.max(0, read - version.rows()), version.rows())
                : defined.rowInfo(version.rows());
        VersionContent content = new VersionContent(size.bytes(), defined == null ? null : defined.revision());
        var commit = steps.publication()
                .prepare(
                        ingestion,
                        version,
                        opened(staged, "staged version").schema(),
                        opened(key, "data key"),
                        rows,
                        content);
        if (group == null) {
            steps.publication().catalog().run(commit);
        } else {
            group.publish(dataSet(), commit, steps.publication().catalog());
        }
        opened(staged, "staged version").keep();
        step = RefreshStep.PUBLISHED;
        journal.completed(version, meter.progress(dataSet(), ingestion()));
        try {
            steps.publication().retireReplaced();
        } catch (RuntimeException e) {
            journal.unretired(e);
        }
    }

    /** Ends the ingestion as FAILED with the reason; a later call changes nothing. */
    public void fail(Throwable failure) {
        if (failed || step == RefreshStep.PUBLISHED) {
            return;
        }
        RuntimeException why = stopped;
        if (group != null) {
            group.fail(dataSet(), why == null ? failure : why);
        }
        journal.failed(QuickSightErrors.ofIngestion(why == null ? failure : why));
        failed = true;
    }

    /** Stops it from another thread: the query ends on the server and nothing is published. */
    public void cancel(String why) {
        stop(new IngestionException(IngestionErrorType.INGESTION_CANCELED, why));
    }

    private void stop(RuntimeException why) {
        endWith(why);
        if (group != null) {
            group.fail(dataSet(), why);
        }
    }

    @Override
    public void endWith(RuntimeException why) {
        if (stopped == null) {
            stopped = why;
        }
        cancelSource();
    }

    private void cancelSource() {
        SourceReading connections = source;
        if (connections != null) {
            connections.cancel();
        }
    }

    /** Frees everything. Without a publish before it, what was staged is deleted and the ingestion ends as FAILED. */
    @Override
    public void close() {
        try {
            if (step != RefreshStep.PUBLISHED && steps.publication().isCurrent(dataSet(), sealed)) {
                opened(staged, "staged version").keep();
                step = RefreshStep.PUBLISHED;
            }
            if (step != RefreshStep.PUBLISHED) {
                fail(new IllegalStateException("the route of data set '" + dataSet() + "' ended after step " + step
                        + " without spice:publish; the staged version was discarded"));
                forgetStaged();
            }
        } finally {
            release();
        }
    }

    private void forgetStaged() {
        SealedVersion version = sealed;
        if (version != null) {
            steps.publication().forget(dataSet(), version);
        }
    }

    private void release() {
        try {
            journal.close(defined);
            journal.close(extracted);
            journal.close(source);
            journal.close(() -> journal.read(source, progress()));
            journal.close(proof);
            journal.close(staged);
            journal.close(key);
        } finally {
            SealingKey watched = key;
            if (watched != null) {
                steps.extraction().keyWatch().leave(watched);
            }
            ended.accept(this);
        }
    }

    private void prepareKey() {
        SealingKey opened = steps.extraction().key(dataSet(), this::stop);
        key = opened;
        steps.extraction().keyWatch().enter(opened);
    }

    /** Called every second: tells how far it is, and ends what is older than its source's budget allows. */
    public void look() {
        if (meter.worthKeeping()) {
            journal.progress(progress());
        }
        Optional.ofNullable(source).flatMap(SourceReading::overdue).ifPresent(this::stop);
    }

    private void notStopped() {
        RuntimeException why = stopped;
        if (why != null) {
            throw why;
        }
    }

    private void inTurn(String verb, RefreshStep needed) {
        step.inTurn(verb, needed, dataSet());
    }

    private static <T> T opened(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException("the refresh has no " + what + " yet");
        }
        return value;
    }

    @Override
    public String toString() {
        return "Refresh[" + dataSet() + "/" + ingestion() + "]";
    }
}
