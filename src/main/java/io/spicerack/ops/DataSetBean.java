package io.spicerack.ops;

import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.SourceReadRecord;
import io.spicerack.catalog.record.VersionProof;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.account.DataSetView;
import io.spicerack.core.account.DataSets;
import io.spicerack.core.queue.Ingestions;
import io.spicerack.core.queue.RefreshSchedules;
import io.spicerack.core.trail.Callers;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.RequestSource;
import io.spicerack.model.SourceUse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Thread-safe. */
final class DataSetBean implements DataSetMXBean {
    private final DataSetId id;
    private final DataSets dataSets;
    private final RefreshSchedules schedules;
    private final Ingestions ingestions;
    private final Callers callers;
    private final Clock clock;

    DataSetBean(
            DataSetId id,
            DataSets dataSets,
            RefreshSchedules schedules,
            Ingestions ingestions,
            Callers callers,
            Clock clock) {
        this.id = id;
        this.dataSets = dataSets;
        this.schedules = schedules;
        this.ingestions = ingestions;
        this.callers = callers;
        this.clock = clock;
    }

    @Override
    public @Nullable String getCurrentVersion() {
        return current(version -> version.id().value()).orElse(null);
    }

    @Override
    public long getRows() {
        return current(VersionRecord::rows).orElse(0L);
    }

    @Override
    public long getBytes() {
        return current(VersionRecord::bytes).orElse(0L);
    }

    @Override
    public long getAgeSeconds() {
        return current(version -> Ages.seconds(version, clock)).orElse(-1L);
    }

    @Override
    public @Nullable String getKeyArn() {
        return current(version -> version.key().key().toString()).orElse(null);
    }

    @Override
    public boolean isDrifted() {
        return view().map(DataSetView::drifted).orElse(false);
    }

    @Override
    public @Nullable String getSnapshotTime() {
        return current(Function.identity())
                .flatMap(version -> dataSets.read(id, version.ingestion()))
                .map(read -> read.snapshot().time().toString())
                .orElse(null);
    }

    @Override
    public @Nullable String getSnapshotPosition() {
        return current(Function.identity())
                .flatMap(version -> dataSets.read(id, version.ingestion()))
                .flatMap(read -> read.snapshot().position())
                .orElse(null);
    }

    @Override
    public @Nullable String getProvenBy() {
        return proof().map(known -> known.method().text()).orElse(null);
    }

    @Override
    public @Nullable String getProvenWhy() {
        return proof().map(VersionProof::why).orElse(null);
    }

    private Optional<VersionProof> proof() {
        return current(Function.identity()).flatMap(dataSets::proof);
    }

    @Override
    public long getLastExpectedRows() {
        return lastRead().map(read -> read.expected().rows().orElse(-1)).orElse(-1L);
    }

    @Override
    public long getLastReadRows() {
        return lastRead().map(SourceReadRecord::used).map(SourceUse::rows).orElse(-1L);
    }

    @Override
    public double getLastExpectedSeconds() {
        return seconds(lastRead().flatMap(read -> read.expected().time()));
    }

    @Override
    public double getLastSeconds() {
        return seconds(lastRead().map(SourceReadRecord::used).map(SourceUse::time));
    }

    @Override
    public double getLastTransactionSeconds() {
        return seconds(lastRead().map(SourceReadRecord::used).map(SourceUse::transaction));
    }

    private static double seconds(Optional<Duration> time) {
        return time.map(known -> known.toMillis() / 1000.0).orElse(-1.0);
    }

    private Optional<SourceReadRecord> lastRead() {
        return last().flatMap(ingestion -> dataSets.read(id, ingestion.id()));
    }

    @Override
    public @Nullable String getLastIngestionStatus() {
        return last().map(ingestion -> ingestion.status().name()).orElse(null);
    }

    @Override
    public @Nullable String getLastErrorType() {
        return last().map(IngestionRecord::error)
                .map(error -> error.type().name())
                .orElse(null);
    }

    @Override
    public @Nullable String getLastErrorMessage() {
        return last().map(IngestionRecord::error).map(error -> error.message()).orElse(null);
    }

    @Override
    public @Nullable String getNextRefresh() {
        return schedules.next(id).map(Instant::toString).orElse(null);
    }

    @Override
    public String refresh() {
        return callers.asKnownOr(JmxCaller::present, () -> ingestions.request(id, RequestSource.MANUAL))
                .value();
    }

    @Override
    public int cancel() {
        List<IngestionId> unfinished = ingestions.unfinished(id);
        callers.asKnownOr(JmxCaller::present, () -> {
            unfinished.forEach(ingestion -> ingestions.cancel(id, ingestion, "cancelled through JMX"));
            return unfinished;
        });
        return unfinished.size();
    }

    private Optional<DataSetView> view() {
        return dataSets.view(id);
    }

    private <T> Optional<T> current(Function<VersionRecord, T> value) {
        return view().map(DataSetView::current).map(value);
    }

    private Optional<IngestionRecord> last() {
        return view().map(DataSetView::lastIngestion);
    }
}
