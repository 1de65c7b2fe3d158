package io.spicerack.core.refresh;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.SourceReadRecord;
import io.spicerack.core.increment.IncrementalWindow;
import io.spicerack.core.proof.ProofListener;
import io.spicerack.core.sources.QueryRecord;
import io.spicerack.core.sources.SourceReading;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.ReconcileMode;
import io.spicerack.model.RefreshEstimate;
import io.spicerack.model.RowInfo;
import io.spicerack.model.SourceUse;
import io.spicerack.model.VersionId;
import io.spicerack.source.Estimate;
import io.spicerack.store.SealedVersion;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** What the catalog, the audit trail and the log hear of one refresh. Thread-safe. */
final class RefreshJournal implements ProofListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(RefreshJournal.class);

    /** What somebody asked for, or what takes its place: nobody has to look after it. */
    private static final Map<IngestionErrorType, String> WANTED = Map.of(
            IngestionErrorType.INGESTION_CANCELED, "ingestion cancelled",
            IngestionErrorType.INGESTION_SUPERSEDED, "ingestion superseded",
            IngestionErrorType.REFRESH_SUPPRESSED_BY_EDIT, "ingestion suppressed",
            IngestionErrorType.DATA_SET_DELETED, "ingestion ended with its data set");

    private final Catalog catalog;
    private final Trail trail;
    private final IngestionRecord ingestion;
    private final QueryRecord query;
    private volatile @Nullable SourceReadRecord begun;
    private volatile String proof = "nothing";

    RefreshJournal(Catalog catalog, Trail trail, IngestionRecord ingestion) {
        this.catalog = catalog;
        this.trail = trail;
        this.ingestion = ingestion;
        this.query = new QueryRecord(trail, ingestion.dataSet());
    }

    /** The query is about to run. */
    void querying(DataSourceId from, String sql, Optional<IncrementalWindow> window) {
        query.begin(from, sql, window.map(IncrementalWindow::since));
    }

    /**
     * The source is open and nothing has been read. Returns what is expected of it.
     *
     * @param window of an incremental refresh
     */
    RefreshEstimate reading(SourceReading reading, Estimate planned, Optional<IncrementalWindow> window) {
        RefreshEstimate expected =
                new Expectations(catalog).of(ingestion.dataSet(), reading, planned, window.isEmpty());
        SourceReadRecord record = new SourceReadRecord(
                ingestion.dataSet(),
                ingestion.id(),
                reading.snapshot(),
                reading.replicaLag(),
                planned.rows(),
                expected,
                reading.use(0, Duration.ZERO),
                reading.budget(),
                window.map(IncrementalWindow::since));
        catalog.run(tx -> tx.sourceReads().begin(record));
        begun = record;
        window.ifPresent(this::adding);
        named(LOGGER.atDebug())
                .addKeyValue("dataSourceId", reading.dataSource())
                .addKeyValue("snapshot", record.snapshot().position().orElse("of unknown position"))
                .addKeyValue("connections", reading.use(0, Duration.ZERO).connections())
                .addKeyValue("expected", Expectations.words(expected))
                .log("reading begins");
        return expected;
    }

    private void adding(IncrementalWindow window) {
        named(LOGGER.atInfo()).addKeyValue("since", window.since()).log("rows are added to the current version");
        window.pause().ifPresent(pause -> named(LOGGER.atWarn())
                .addKeyValue("pause", pause)
                .addKeyValue("since", window.since())
                .log("nothing was published for longer than the look-back window: what was missed is read too"));
    }

    /** The source is closed again. */
    void read(SourceReading reading, RefreshProgress now) {
        SourceUse used = reading.use(now.read(), now.elapsed());
        catalog.run(tx -> tx.sourceReads().end(ingestion.dataSet(), ingestion.id(), used));
    }

    /** The source's rows have all been read. */
    void queried(long rows, Duration took) {
        query.succeeded(rows, took);
    }

    /** It begins again from the start, as another refresh. */
    void gaveUp(ErrorInfo why) {
        query.failed(why);
    }

    @Override
    public void reconciling(ReconcileMode mode, String why) {
        named(LOGGER.atDebug())
                .addKeyValue("by", mode.text())
                .addKeyValue("why", why)
                .log("all rows sealed; comparing them with their source");
    }

    @Override
    public void reconciled(ReconcileMode mode, Duration source, Duration all, Duration readingBack) {
        proof = mode.text() + " in " + seconds(all) + " s";
        named(LOGGER.atDebug())
                .addKeyValue("by", mode.text())
                .addKeyValue("seconds", seconds(all))
                .addKeyValue("sourceSeconds", seconds(source))
                .addKeyValue("readBackSeconds", seconds(readingBack))
                .log("the sealed rows equal their source");
    }

    @Override
    public void readBack(long rows, Duration took) {
        named(LOGGER.atDebug())
                .addKeyValue("rows", rows)
                .addKeyValue("readBackSeconds", seconds(took))
                .log("what was read back from the sealed files is what was given");
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    void progress(RefreshProgress now) {
        catalog.run(tx -> {
            tx.ingestions().progress(ingestion.dataSet(), ingestion.id(), new RowInfo(now.rows(), 0, 0), now.bytes());
        });
        LOGGER.atInfo()
                .addKeyValue("dataSetId", ingestion.dataSet())
                .addKeyValue("progress", now)
                .log("refresh under way");
    }

    /** The catalog knows already: it became current in the same transaction. The one line that each refresh has at least. */
    void completed(SealedVersion version, RefreshProgress now) {
        SourceReadRecord read = begun;
        LoggingEventBuilder line = named(LOGGER.atInfo());
        if (read != null) {
            line = line.addKeyValue("dataSourceId", read.snapshot().dataSource())
                    .addKeyValue("snapshot", read.snapshot().position().orElse("of unknown position"));
        }
        line.addKeyValue("proof", proof)
                .addKeyValue("rows", version.rows())
                .addKeyValue("bytes", version.bytes())
                .addKeyValue("seconds", now.elapsed().toMillis() / 1000.0)
                .addKeyValue("expected", Expectations.words(now.expected()))
                .log("ingestion completed");
    }

    /** FAILED with the reason, or CANCELLED where somebody wanted that. */
    void failed(ErrorInfo error) {
        query.failed(error);
        boolean cancelled = error.type() == IngestionErrorType.INGESTION_CANCELED;
        catalog.run(tx -> {
            if (cancelled) {
                tx.ingestions().cancel(ingestion.dataSet(), ingestion.id());
            } else {
                tx.ingestions().fail(ingestion.dataSet(), ingestion.id(), error);
            }
            tx.audit().append(trail.events().service().failIngestion(ingestion.dataSet(), ingestion.id(), error));
        });
        named(LOGGER.atLevel(WANTED.containsKey(error.type()) ? Level.INFO : Level.ERROR))
                .addKeyValue("errorType", error.type())
                .addKeyValue("reason", error.message())
                .log(WANTED.getOrDefault(error.type(), "ingestion failed") + "; the version before goes on serving");
    }

    /** It ends before anything was read: {@code current} holds what there is. */
    void skipped(VersionId current, String why) {
        catalog.run(tx -> {
            tx.ingestions().skip(ingestion.dataSet(), ingestion.id(), why);
            tx.audit()
                    .append(trail.events().service().skipIngestion(ingestion.dataSet(), ingestion.id(), current, why));
        });
        named(LOGGER.atInfo()).addKeyValue("reason", why).log("ingestion skipped; the current version goes on serving");
    }

    /** Closes something; a failure to do so is logged, since the refresh has ended anyway. */
    void close(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception why) {
            named(LOGGER.atWarn())
                    .addKeyValue("what", open.getClass().getSimpleName())
                    .addKeyValue("error", why.getClass().getName())
                    .log("something of a refresh could not be closed");
        }
    }

    void unretired(RuntimeException why) {
        named(LOGGER.atWarn())
                .setCause(why)
                .log("old versions could not be removed yet; it is tried again after the next refresh");
    }

    private LoggingEventBuilder named(LoggingEventBuilder event) {
        return event.addKeyValue("dataSetId", ingestion.dataSet()).addKeyValue("ingestionId", ingestion.id());
    }
}
