package io.spicerack.ops;

import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.SourceReadRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.Spice;
import io.spicerack.core.account.DataSetView;
import io.spicerack.model.DataSetId;
import io.spicerack.model.RequestSource;
import io.spicerack.model.SourceUse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Thread-safe. */
final class DataSetBean implements DataSetMXBean {
    private final DataSetId id;
    private final Spice spice;
    private final Clock clock;

    DataSetBean(DataSetId id, Spice spice, Clock clock) {
        this.id = id;
        this.spice = spice;
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
                .flatMap(version -> spice.dataSets().read(id, version.ingestion()))
                .map(read -> read.snapshot().time().toString())
                .orElse(null);
    }

    @Override
    public @Nullable String getSnapshotPosition() {
        return current(Function.identity())
                .flatMap(version -> spice.dataSets().read(id, version.ingestion()))
                .flatMap(read -> read.snapshot().position())
                .orElse(null);
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
        return last().flatMap(ingestion -> spice.dataSets().read(id, ingestion.id()));
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
        return spice.schedules().next(id).map(Instant::toString).orElse(null);
    }

    @Override
    public String refresh() {
        return spice.ingestions().request(id, RequestSource.MANUAL).value();
    }

    private Optional<DataSetView> view() {
        return spice.dataSets().view(id);
    }

    private <T> Optional<T> current(Function<VersionRecord, T> value) {
        return view().map(DataSetView::current).map(value);
    }

    private Optional<IngestionRecord> last() {
        return view().map(DataSetView::lastIngestion);
    }
}
